# SPDX-License-Identifier: Apache-2.0
"""Services that mean no good, or no longer know what they do."""
import base64
import csv
import json

from harness import Case, by_port, main
from listeners import (closes, dribbles, floods, http, late, listen, resets,
                       says, silent)

BANNER_MAX = 2048

NASTY = [
    b"\x1b]0;owned\x07\x1b[2J\x1b[31mred\r\n",
    b"nul\0in\0side\r\n",
    b"\"quotes\" 'and' \\slashes\\, commas;\r\n",
    b"one\ntwo\r\nthree\rfour\n",
    b"\xff\xfe\xc0\xaf not utf-8 \xed\xa0\x80\n",
    b"=cmd|' /C calc'!A0\n",
    b"+1+1\n",
    b"-2\n",
    b"@SUM(A1)\n",
    b"\t=1+1\n",
    b"<script>alert(1)</script>&amp;\n",
    "\u202egnp.exe \u2028 \U0001f600\n".encode(),
    b"\x9b31m\x84\x85\n",
    b"SSH-2.0-\x1b[31mEvil_1.0\r\n",
    b"220 \x1b[5m=1+1 ESMTP Exim \"4.9\",x\r\n",
    b"HTTP/1.0 200 OK\r\nServer: =\x1b[1m\"x\",\xff/1\r\n\r\n",
]


class Mischief(Case):
    def ask(self, handle, *args):
        port = listen(self, handle).port
        record = self.scan("127.0.0.1", "-p", str(port), *args)["ports"][0]
        self.assertEqual(record["state"], "open")
        return record

    def test_one_that_never_speaks(self):
        record = self.ask(silent)
        self.assertIsNone(record["banner"])
        self.assertIn("silent", record["why"])

    def test_one_that_speaks_late(self):
        self.ask(late(4, b"SSH-2.0-Late_1.0\r\n"))

    def test_one_that_dribbles(self):
        record = self.ask(dribbles)
        self.assertLessEqual(len(record["banner"] or ""), 30)

    def test_one_that_floods(self):
        record = self.ask(floods)
        banner = base64.b64decode(record["banner_b64"])
        self.assertTrue(banner.startswith(b"flood flood "))
        self.assertLessEqual(len(banner), BANNER_MAX)

    def test_one_that_closes_at_once(self):
        self.assertIsNone(self.ask(closes)["banner"])

    def test_one_that_resets_at_once(self):
        """The reset may come before anyone looks at the open connection."""
        ports = [listen(self, resets).port for _ in range(50)]
        document = self.scan("127.0.0.1", "-p", ",".join(map(str, ports)))
        self.assertEqual(document["summary"]["states"]["open"], 50)
        self.assertEqual({record["banner"] for record in document["ports"]},
                         {None})

    def test_all_of_them_beside_an_honest_one(self):
        handles = [silent, dribbles, floods, closes, resets,
                   late(4, b"late\n")] * 5
        ports = [listen(self, handle).port for handle in handles]
        honest = listen(self, http).port
        document = self.scan("127.0.0.1", "-p", ",".join(
            map(str, [honest, *ports])))
        self.assertEqual(document["summary"]["states"]["open"], 31)
        record = by_port(document)["127.0.0.1", honest, "tcp"]
        self.assertEqual(record["service"]["name"], "http")


class NastyBanners(Case):
    def setUp(self):
        super().setUp()
        self.banners = {listen(self, says(data)).port: data for data in NASTY}
        self.args = ("127.0.0.1", "-p", ",".join(map(str, self.banners)))

    def test_json_keeps_every_byte(self):
        document = self.scan(*self.args)
        kept = {record["port"]: base64.b64decode(record["banner_b64"])
                for record in document["ports"]}
        self.assertEqual(kept, self.banners)

    def test_lines_of_json_stay_lines(self):
        run = self.run_portscan(*self.args, "--jsonl", "-")
        records = list(map(json.loads, run.raw.decode().split("\n")[:-1]))
        self.assertEqual(sum(record["record"] == "port"
                             for record in records), len(NASTY))

    def test_csv_runs_nothing_and_loses_no_row(self):
        run = self.run_portscan(*self.args, "--csv", "-")
        self.assertEqual(run.status, 0, run)
        text = run.raw.decode()
        self.assert_harmless(text.replace("\r\n", "\n"))
        rows = list(csv.reader(text.splitlines(True)))
        self.assertEqual({len(row) for row in rows}, {16})
        self.assertEqual(len(rows), 1 + len(NASTY))
        for row in rows:
            for cell in row:
                self.assertNotRegex(cell, r"\A\s*[=+@-]", row)

    def test_table_shows_no_control_byte(self):
        run = self.run_portscan(*self.args, "-v")
        self.assertEqual(run.status, 0, run)
        self.assert_harmless(run.raw.decode())
        self.assertEqual(run.err.count("\x1b"), 0)

    def assert_harmless(self, text):
        bad = {c for c in text
               if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160
                                 or c in "\u202e\u2028")}
        self.assertEqual(bad, set(), text)


main()
