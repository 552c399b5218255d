# SPDX-License-Identifier: Apache-2.0
"""portscan registry: show, export, import and update the table."""
import csv
import http.server
import io
import json
import os
import threading

from harness import Case, main

OFFICIAL = ["Service Name", "Port Number", "Transport Protocol", "Description",
            "Assignee", "Contact", "Registration Date", "Modification Date",
            "Reference", "Service Code", "Unauthorized Use Reported",
            "Assignment Notes"]


class RegistryCase(Case):
    NEW = ["e2e-service", "8123", "tcp", "End to End", "[E2E_Test]",
           "[E2E_Test]", "2026-01-02", "2026-02-03", "[RFC9999]", "",
           "Used by\nothers", "Two\nlines, \"quoted\""]

    def setUp(self):
        super().setUp()
        self.shipped = self.exported()

    def registry(self, *args, status=0):
        run = self.run_portscan("registry", *args)
        self.assertEqual(run.status, status, run)
        return run

    def exported(self):
        return list(csv.DictReader(io.StringIO(
            self.registry("export").out, newline="")))

    def entry(self, number):
        run = self.run_portscan("explain", number, "--json")
        self.assertEqual(run.status, 0, run)
        return json.loads(run.out)["ports"][0]["tcp"]

    def official(self, *changed):
        """What we ship, in the form in which IANA publishes, with rows of
        `changed` instead of those that have the same port and protocol."""
        replaced = {(row[1], row[2]) for row in changed}
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(OFFICIAL)
        for row in self.shipped:
            if row["status"] in ("dynamic", "unassigned") or (
                    row["port"], row["protocol"]) in replaced:
                continue
            description = ("Reserved" if row["status"] == "reserved"
                           else row["description"])
            writer.writerow([row["name"], row["port"], row["protocol"],
                             description] + [""] * 8)
        writer.writerows(changed)
        return text.getvalue()

    def write_official(self, text):
        with open(self.path("iana.csv"), "w", encoding="utf-8",
                  newline="") as file:
            file.write(text)
        return self.path("iana.csv")


class Registry(RegistryCase):
    def test_export_has_every_number_of_both_protocols(self):
        self.assertEqual(list(self.shipped[0]),
                         ["port", "protocol", "status", "name", "description"])
        rows = {(int(row["port"]), row["protocol"]): row
                for row in self.shipped}
        self.assertEqual(len(rows), 2 * 65536)
        self.assertEqual(len(self.shipped), 2 * 65536)
        for key, status, name in (
                ((22, "tcp"), "assigned", "ssh"),
                ((80, "tcp"), "assigned", "http"),
                ((2076, "tcp"), "dormant", "newlixconfig"),
                ((8123, "tcp"), "unassigned", ""),
                ((51820, "udp"), "dynamic", "")):
            self.assertEqual((rows[key]["status"], rows[key]["name"]),
                             (status, name))

    def test_info_says_where_the_table_comes_from(self):
        info = self.registry("info").out
        self.assertIn("shipped", info)
        self.assertRegex(info, r"20\d\d-\d\d-\d\d")

    def test_an_imported_table_is_used_from_then_on(self):
        self.assertEqual(self.entry("8123")["status"], "unassigned")
        path = self.write_official(self.official(self.NEW))
        self.registry("import", path)
        entry = self.entry("8123")
        self.assertEqual((entry["status"], entry["name"]),
                         ("assigned", "e2e-service"))
        self.assertIn("E2E_Test", entry["assignee"])
        self.assertEqual(entry["registered"], "2026-01-02")
        self.assertEqual(entry["modified"], "2026-02-03")
        self.assertIn("RFC9999", entry["reference"])
        self.assertIn("Used by", entry["unauthorised"])
        self.assertNotIn("shipped", self.registry("info").out.split())
        self.assertEqual(self.entry("2076")["status"], "dormant")

    def test_import_of_our_own_export_changes_no_status_or_name(self):
        self.registry("import", self.write_official(self.official()))
        self.assertEqual(
            [(row["port"], row["protocol"], row["status"], row["name"])
             for row in self.exported()],
            [(row["port"], row["protocol"], row["status"], row["name"])
             for row in self.shipped])

    def test_a_refused_file_leaves_the_old_table(self):
        self.registry("import", self.write_official(self.official(self.NEW)))
        whole = self.official()
        header = whole[:whole.index("\r\n") + 2]
        refused = {
            "empty": "",
            "header only": header,
            "another CSV": "a,b,c\r\n1,2,3\r\n",
            "HTML": "<!doctype html><title>Moved</title>",
            "most entries lost": whole[:len(whole) // 3].rpartition("\r\n")[0]
                                 + "\r\n",
            "cut inside a field": whole + 'x,9,tcp,"cut',
            "bytes": "\0\1\2" * 1000,
        }
        for what, text in refused.items():
            with self.subTest(what):
                run = self.registry("import", self.write_official(text),
                                    status=2)
                self.assertEqual(run.err.count("\n"), 1, run)
                self.assertIn("iana.csv", run.err)
                self.assertEqual(self.entry("8123")["name"], "e2e-service")

    def test_a_damaged_store_is_told_and_does_not_stop_a_scan(self):
        self.registry("import", self.write_official(self.official(self.NEW)))
        for folder, _, names in os.walk(self.path("data")):
            for name in names:
                with open(os.path.join(folder, name), "w",
                          encoding="ascii") as file:
                    file.write("damaged")
        run = self.run_portscan("explain", "8123", "--json")
        self.assertEqual(run.status, 0, run)
        self.assertIn("portscan: ", run.err)
        self.assertEqual(json.loads(run.out)["ports"][0]["tcp"]["status"],
                         "unassigned")


class Update(RegistryCase):
    def serve(self, status, body):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return "http://127.0.0.1:%d/registry.csv" % server.server_address[1]

    def test_update_downloads_and_imports(self):
        url = self.serve(200, self.official(self.NEW).encode())
        self.registry("update", "--url", url)
        self.assertEqual(self.entry("8123")["name"], "e2e-service")

    def test_a_failed_download_is_told_and_changes_nothing(self):
        for status, body in ((404, b"no"), (200, b"<html>"), (500, b"")):
            with self.subTest(status=status, body=body):
                url = self.serve(status, body)
                run = self.run_portscan("registry", "update", "--url", url)
                self.assertNotEqual(run.status, 0)
                self.assertEqual(run.err.count("\n"), 1, run)
                self.assertEqual(self.entry("8123")["status"], "unassigned")


main()
