# SPDX-License-Identifier: Apache-2.0
"""What has to hold for every page that we write, with and without a browser."""
import fcntl
import html.parser
import json
import os
import select
import shutil
import subprocess

import servers
from harness import end

BROWSERS = ("chromium-headless-shell", "chromium")

# Elements without an end (HTML, 13.1.2).
VOID = {"meta", "link", "br", "img", "hr", "input"}


class Structure(html.parser.HTMLParser):
    """Reads a page strictly: every element that begins ends in its place."""

    def __init__(self, page):
        super().__init__()
        self.open = []
        self.errors = []
        self.elements = []
        self.ids = []
        self.links = []
        self.attributes = set()
        self.text = []
        self.feed(page)
        self.close()
        self.errors += ["open at the end: " + name for name in self.open]

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.attributes |= {name for name, _ in attrs}
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag):
        if self.open[-1:] == [tag]:
            self.open.pop()
        else:
            self.errors.append("</{}> at {} within {}".format(
                tag, self.getpos(), self.open))

    def handle_data(self, data):
        if self.open[-1:] != ["style"]:
            self.text.append(data)

    def of(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


def expect_sound(case, page):
    """The page, as text, is well-formed, holds no script and no style of an
    element, and its links lead somewhere within it."""
    structure = Structure(page)
    case.assertEqual(structure.errors, [])
    case.assertEqual(structure.of("script"), [])
    case.assertEqual(len(structure.of("style")), 1)
    case.assertEqual([name for name in structure.attributes
                      if name == "style" or name.startswith("on")], [])
    case.assertEqual(len(structure.ids), len(set(structure.ids)))
    for link in structure.links:
        case.assertTrue(link == "data:," or link[1:] in structure.ids, link)
    for attrs in structure.of("th"):
        case.assertIn("scope", attrs)
    case.assertEqual(structure.of("html")[0].get("lang"), "en")
    case.assertEqual(len(structure.of("h1")), 1)
    return structure


def find_browser():
    for name in BROWSERS:
        if shutil.which(name):
            return name
    return servers.lack(BROWSERS[0])


class Browser:
    """Chromium without a window, spoken to over a pair of pipes."""

    def __init__(self, case):
        self.case = case
        self.last = 0
        self.events = []
        self.buffer = b""
        commands, self.commands = pipe()
        self.answers, answers = pipe()

        def hand_over():
            os.dup2(commands, 3)
            os.dup2(answers, 4)

        with open(case.path("browser.log"), "wb") as log:
            process = subprocess.Popen(
                [find_browser(), "--headless", "--no-sandbox",
                 "--disable-gpu", "--remote-debugging-pipe",
                 "--user-data-dir=" + case.path("browser")],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                pass_fds=(3, 4), preexec_fn=hand_over)
        case.addCleanup(end, process)
        for mine in (self.commands, self.answers):
            case.addCleanup(os.close, mine)
        for its in (commands, answers):
            os.close(its)

    def read(self):
        """The next message."""
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.answers], [], [], 60)
            self.case.assertTrue(ready, "the browser is silent")
            data = os.read(self.answers, 1 << 20)
            self.case.assertTrue(data, "the browser is gone")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, session=None, **params):
        self.last += 1
        request = {"id": self.last, "method": method, "params": params}
        if session:
            request["sessionId"] = session
        os.write(self.commands, json.dumps(request).encode() + b"\0")
        while True:
            message = self.read()
            if message.get("id") == self.last:
                self.case.assertNotIn("error", message)
                return message["result"]
            self.events.append(message)

    def show(self, path, width=1200, dark=False, media=""):
        return Page(self, path, width, dark, media)


def pipe():
    """Both ends out of the way of the descriptors 3 and 4."""
    ends = os.pipe()
    moved = tuple(fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 10) for fd in ends)
    for fd in ends:
        os.close(fd)
    return moved


class Page:
    """A page that has been loaded, and what it did meanwhile."""

    def __init__(self, browser, path, width, dark, media):
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")
        self.session = browser.call(
            "Target.attachToTarget", targetId=target["targetId"],
            flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width,
                  height=900, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", media=media, features=[
            {"name": "prefers-color-scheme",
             "value": "dark" if dark else "light"}])
        browser.events.clear()
        self.call("Page.navigate", url="file://" + path)
        while not self.happened("Page.loadEventFired"):
            browser.events.append(browser.read())

    def call(self, method, **params):
        return self.browser.call(method, session=self.session, **params)

    def happened(self, method):
        return [event["params"] for event in self.browser.events
                if event.get("method") == method]

    def evaluate(self, expression):
        return self.call("Runtime.evaluate", expression=expression,
                         returnByValue=True)["result"].get("value")

    def complaints(self):
        """What the console has, violations of the policy among it."""
        self.evaluate("1")  # by now all of it has arrived
        return ([entry["entry"]["text"] for entry in
                 self.happened("Log.entryAdded")] +
                self.happened("Runtime.consoleAPICalled") +
                self.happened("Runtime.exceptionThrown"))

    def requests(self):
        """Those that were not stopped by the policy."""
        self.evaluate("1")
        stopped = {event["requestId"] for event in
                   self.happened("Network.loadingFailed")
                   if event.get("blockedReason") == "csp"}
        return [event["request"]["url"] for event in
                self.happened("Network.requestWillBeSent")
                if event["requestId"] not in stopped]

    def overflow(self):
        """How many pixels the page is too wide."""
        return self.evaluate("document.documentElement.scrollWidth - "
                             "document.documentElement.clientWidth")


def expect_calm(case, browser, path):
    """In a browser the page asks for nothing and says nothing, and nothing
    of it is out of sight, whatever the width and the colors."""
    for width in (320, 400, 800, 1600):
        for dark in (False, True):
            with case.subTest(width=width, dark=dark):
                page = browser.show(path, width, dark)
                case.assertEqual(page.complaints(), [])
                case.assertEqual([url for url in page.requests()
                                  if url != "data:,"], ["file://" + path])
                case.assertEqual(page.evaluate("document.scripts.length"), 0)
                case.assertEqual(page.overflow(), 0)
                case.assertEqual(low_contrast(page), [])


# The text of a page whose contrast (WCAG 2, 1.4.3) is below 4.5.
LOW_CONTRAST = """
(() => {
  const parse = c => c.match(/[0-9.]+/g).map(Number);
  const light = c => {
    const [r, g, b] = c.slice(0, 3).map(v => {
      v /= 255;
      return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] == 1) return c;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const e of document.querySelectorAll("body *")) {
    if (![...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()))
      continue;
    if (["title", "desc"].includes(e.tagName)) continue;
    const style = getComputedStyle(e);
    const ink = parse(e instanceof SVGElement ? style.fill : style.color);
    const [a, b] = [light(ink), light(behind(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) found.push([ratio.toFixed(2), e.outerHTML.slice(0, 80)]);
  }
  return found;
})()
"""


def low_contrast(page):
    return page.evaluate(LOW_CONTRAST)
