# SPDX-License-Identifier: Apache-2.0
"""The pages of --html and of audits, by themselves and in a browser."""
import os
import re
import signal
import subprocess
import time

import pages
from harness import SOURCE, Case, main, needs_own_network
from listeners import http, listen, says, silent

EMIT_HTML = os.environ.get("EMIT_HTML", os.path.join(
    SOURCE, "build", "debug", "tests", "emit_html"))
ACCOUNTS = ("quiet", "office", "hostile", "large")

HOSTILE = (b"</code></dd></dl></style></script><script>document.title='bad'"
           b"</script><img src=x onerror=alert(1)>]]>\" onmouseover=\"alert(1)"
           b"\x1b[2J\xff\xe2\x80\xae<!--\r\n")
ENDLESS = b"x" * 2000 + b"\r\n"


class PageCase(Case):
    def page(self, *args, status=0):
        """Scan and return the path of the page, and what is in it."""
        run = self.run_portscan("--html", "page.html", *args)
        self.assertEqual(run.status, status, run)
        return self.path("page.html"), self.read("page.html")

    def read(self, name):
        with open(self.path(name), encoding="utf-8", newline="") as file:
            return file.read()

    def open_ports(self):
        """One of every kind; as an argument of -p."""
        return ",".join(str(listen(self, handle).port) for handle in (
            http, silent, says(HOSTILE), says(ENDLESS),
            says(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")))


class Documents(PageCase):
    def test_page_is_sound_and_what_was_sent_is_text(self):
        _, page = self.page("127.0.0.1", "-p", self.open_ports())
        structure = pages.expect_sound(self, page)
        text = "".join(structure.text)
        self.assertIn("<script>document.title='bad'</script>", text)
        self.assertIn("\\x1b[2J\\xff\\xe2\\x80\\xae<!--\\r\\n", text)
        self.assertIn("Port scan of 127.0.0.1", text)
        self.assertIn("OpenSSH 9.2p1", text)

    def test_page_of_nothing_and_of_everything_is_sound(self):
        for args in ((), ("--show", "all"), ("-sU",), ("--no-banner",)):
            with self.subTest(args):
                _, page = self.page("127.0.0.1", "::1", "-p", "1-20", *args)
                pages.expect_sound(self, page)

    def test_a_name_that_does_not_resolve_makes_it_incomplete(self):
        _, page = self.page("127.0.0.1", "nosuch.invalid", "-p", "1",
                            status=3)
        text = "".join(pages.expect_sound(self, page).text)
        self.assertIn("Incomplete. 1 name was not resolved.", text)
        self.assertIn("not resolved: nosuch.invalid", text)

    def test_page_can_go_to_standard_output(self):
        run = self.run_portscan("--html", "-", "127.0.0.1", "-p", "1")
        pages.expect_sound(self, run.out)

    @needs_own_network
    def test_a_killed_scan_leaves_a_page_that_says_so(self):
        process = self.start("--html", "page.html", "127.0.0.1", "-p",
                             "1-1000", "--rate", "10")
        for _ in range(600):
            if os.path.exists(self.path("page.html")) and \
                    os.path.getsize(self.path("page.html")) > 0:
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        structure = pages.expect_sound(self, self.read("page.html"))
        self.assertIn("Unfinished.", "".join(structure.text))


class InABrowser(PageCase):
    def setUp(self):
        super().setUp()
        self.browser = pages.Browser(self)

    def test_page_asks_for_nothing_and_fits(self):
        path, _ = self.page("127.0.0.1", "-p", self.open_ports())
        pages.expect_calm(self, self.browser, path)

    def test_page_is_light_or_dark_as_its_reader_is(self):
        path, _ = self.page("127.0.0.1", "-p", self.open_ports())
        color = "getComputedStyle(document.body).backgroundColor"
        light = self.browser.show(path).evaluate(color)
        dark = self.browser.show(path, dark=True).evaluate(color)
        self.assertEqual(light, "rgb(255, 255, 255)")
        self.assertNotEqual(dark, light)
        self.assertEqual(self.browser.show(path, dark=True, media="print")
                         .evaluate(color), light)

    def test_policy_stops_what_would_slip_through(self):
        path, page = self.page("127.0.0.1", "-p", self.open_ports())
        bad = page.replace("</main>", """
            <script>document.title = "bad"</script>
            <p style="color: red" onclick="1">bad</p>
            <img src="http://127.0.0.1:9/x.png">
            <link rel="stylesheet" href="http://127.0.0.1:9/x.css">
            <style>body { color: red }</style></main>""")
        self.assertNotEqual(bad, page)
        shown = self.browser.show(self.write("bad.html", bad))
        self.assertNotEqual(shown.evaluate("document.title"), "bad")
        self.assertEqual([url for url in shown.requests()
                          if url.startswith("http")], [])
        self.assertEqual(shown.evaluate(
            "getComputedStyle(document.querySelector('[onclick]')).color"),
            shown.evaluate("getComputedStyle(document.body).color"))
        self.assertGreaterEqual(
            len([text for text in shown.complaints()
                 if "Content Security Policy" in str(text)]), 5)


class AuditOfLoopback(PageCase):
    """A page of an audit that was really run."""

    def audit(self, command, *args):
        run = self.run_portscan("audit", command, "office", *args)
        self.assertEqual(run.status, 0, run)

    def test_page_of_two_runs_is_sound_and_calm(self):
        ports = self.open_ports()
        self.audit("init", "--targets", "127.0.0.1", "-p", ports, "-n")
        for _ in range(2):
            self.audit("run")
        self.audit("report", "--html", "page.html")
        structure = pages.expect_sound(self, self.read("page.html"))
        text = "".join(structure.text)
        self.assertIn("Audit office, run 2", text)
        self.assertIn("<script>document.title='bad'</script>", text)
        pages.expect_calm(self, pages.Browser(self), self.path("page.html"))


class Audits(Case):
    """Pages of the accounts in tests/audit/sample_account.c."""

    def emit(self, kind):
        path = self.path(kind + ".html")
        subprocess.run([EMIT_HTML, kind, path], check=True)
        with open(path, encoding="utf-8", newline="") as file:
            return path, file.read()

    def test_pages_are_sound(self):
        for kind in ACCOUNTS:
            with self.subTest(kind):
                pages.expect_sound(self, self.emit(kind)[1])

    def test_strings_of_strangers_stay_text(self):
        text = "".join(pages.Structure(self.emit("hostile")[1]).text)
        self.assertIn("<script>alert(1)</script><!-- \"onmouseover=", text)
        self.assertIsNone(re.search("[\0-\t\v-\x1f\x7f-\x9f\u202e]", text))

    def test_pages_ask_for_nothing_and_fit(self):
        browser = pages.Browser(self)
        for kind in ACCOUNTS:
            with self.subTest(kind):
                pages.expect_calm(self, browser, self.emit(kind)[0])

    def test_paper_has_what_is_folded_on_a_screen(self):
        path, _ = self.emit("office")
        browser = pages.Browser(self)
        visible = "document.querySelector('details ul').checkVisibility()"
        self.assertIs(browser.show(path).evaluate(visible), False)
        self.assertIs(browser.show(path, media="print").evaluate(visible),
                      True)

    def test_the_map_can_be_scrolled_where_it_is_too_wide(self):
        path, _ = self.emit("large")
        page = pages.Browser(self).show(path, 400)
        page.evaluate("document.querySelector('.wide').scrollLeft = 500")
        self.assertEqual(page.evaluate(
            "document.querySelector('.wide').scrollLeft"), 500)
        self.assertEqual(page.overflow(), 0)


main()
