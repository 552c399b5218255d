# SPDX-License-Identifier: Apache-2.0
"""portscan diff: what became different between two result files."""
import json
import os
import subprocess

import servers
from harness import Case, free_port, main
from listeners import Listener, says

HOST = "127.0.1.6"


def ssh(version):
    return says("SSH-2.0-OpenSSH_{}\r\n".format(version).encode())


class DiffCase(Case):
    def diff(self, *args, status=0):
        run = self.run_portscan("diff", *args)
        self.assertEqual(run.status, status, run)
        return run

    def changes(self, old, new, *args, **options):
        """The changes as (kind or reason, port, words)."""
        document = json.loads(self.diff(old, new, "--json", *args,
                                        **options).out)
        return [(change["why"] or change["kind"], change["port"],
                 change["words"]) for change in document["changes"]]

    def results(self, name, ports, *args):
        """Scan HOST into a file for each format; their paths."""
        paths = {kind: self.path(name + "." + kind)
                 for kind in ("json", "jsonl", "xml")}
        outputs = [word for kind, path in paths.items()
                   for word in ("--" + kind, path)]
        run = self.run_portscan(HOST, "-p", ports, "-q", *outputs, *args)
        self.assertEqual(run.status, 0, run)
        return paths


class RealRuns(DiffCase):
    """A port opens, one closes, and one gets a new version."""

    def setUp(self):
        super().setUp()
        stays = Listener(ssh("9.2p1"), HOST)
        closes = Listener(ssh("9.2p1"), HOST)
        self.opens = free_port(HOST)
        self.stays, self.closes = stays.port, closes.port
        self.ports = "{},{},{}".format(self.opens, self.closes, self.stays)
        self.before(stays, closes)

    def before(self, stays, closes):
        self.old = self.take("old")
        stays.close()
        closes.close()
        again = Listener(ssh("9.3p1"), HOST, self.stays)
        self.addCleanup(again.close)
        opens = Listener(ssh("9.2p1"), HOST, self.opens)
        self.addCleanup(opens.close)
        self.new = self.take("new")

    def take(self, name):
        return self.results(name, self.ports, "-sV")

    def expected(self):
        return [
            ("opened", self.opens, "now open: ssh OpenSSH 9.2p1"),
            ("closed", self.closes, "was ssh OpenSSH 9.2p1, now closed "
                                    "(conn-refused)"),
            ("changed", self.stays, "version 9.2p1 -> 9.3p1"),
        ]

    def test_tells_what_changed_from_any_of_our_formats(self):
        for old in ("json", "jsonl", "xml"):
            for new in ("json", "jsonl", "xml"):
                with self.subTest(old=old, new=new):
                    self.assertEqual(
                        self.changes(self.old[old], self.new[new]),
                        self.expected())

    def test_the_same_scan_in_two_formats_has_no_change(self):
        for kind in ("jsonl", "xml"):
            self.assertEqual(self.changes(self.old["json"],
                                          self.old[kind]), [])

    def test_table_is_for_people(self):
        run = self.diff(self.old["json"], self.new["json"])
        lines = run.out.splitlines()
        self.assertEqual(lines[0].split(),
                         ["CHANGE", "HOST", "PORT", "WHAT"])
        self.assertEqual(lines[1].split()[:3],
                         ["opened", HOST, "{}/tcp".format(self.opens)])
        self.assertEqual(lines[-1], "1 opened, 1 closed, 1 changed "
                                    "\N{MIDDLE DOT} 2 open then, 2 now")
        self.assertEqual(run.err, "")

    def test_fail_on_change_is_an_exit_status(self):
        self.diff(self.old["json"], self.new["json"], "--fail-on", "change",
                  status=1)
        self.diff(self.old["json"], self.old["xml"], "--fail-on=change")

    def test_says_when_the_files_are_the_wrong_way_round(self):
        old = self.write("old.later", self.read(self.old["jsonl"]).replace(
            '"started":"20', '"started":"30', 1))
        run = self.diff(old, self.new["jsonl"])
        self.assertIn("is it the older one?", run.err)

    def test_what_a_kill_leaves_says_less(self):
        text = self.read(self.new["jsonl"]).splitlines(keepends=True)
        torn = self.write("torn.jsonl", text[0] + '{"record":"po')
        self.assertEqual(
            self.changes(self.old["json"], torn),
            [("untested", port, "was ssh OpenSSH 9.2p1; untested now")
             for port in sorted((self.stays, self.closes))])

    def read(self, path):
        with open(path, encoding="utf-8") as file:
            return file.read()


class WithNmap(RealRuns):
    """The same, as nmap sees it."""

    def take(self, name):
        servers.need("nmap")
        path = self.path(name + ".nmap")
        args = ["nmap", "-sT", "-sV", "-Pn", "-n", "-p", self.ports, "-oX",
                path, HOST]
        subprocess.run(args, check=True, stdout=subprocess.DEVNULL)
        return {"json": path, "jsonl": path, "xml": path}

    def test_what_a_kill_leaves_says_less(self):
        text = self.read(self.new["xml"])
        torn = self.write("torn.xml", text[:len(text) // 2])
        run = self.diff(self.old["xml"], torn, status=3)
        self.assertIn("torn.xml: line ", run.err)

    def test_says_when_the_files_are_the_wrong_way_round(self):
        text = self.read(self.old["xml"])
        start = text.index(' start="') + len(' start="')
        later = self.write("later.xml", text[:start] + "9" + text[start:])
        self.assertIn("is it the older one?",
                      self.diff(later, self.new["xml"]).err)

    def test_programs_do_not_contradict_each_other(self):
        ours = self.results("ours", self.ports, "-sV")
        for change in self.changes(self.new["xml"], ours["json"]):
            self.assertEqual(change[0], "less-known")


MASSCAN = """[
{{   "ip": "{host}",   "timestamp": "1700000000", "ports": [ {{"port": {port}, \
"proto": "tcp", "status": "open", "reason": "syn-ack", "ttl": 64}} ] }},
{{finished: 1}}
]
"""


class Files(DiffCase):
    def test_masscan_does_not_say_what_it_asked(self):
        listener = Listener(ssh("9.2p1"), HOST)
        self.addCleanup(listener.close)
        closed = free_port(HOST)
        ours = self.results("ours", "{},{}".format(listener.port,
                                                   closed))["json"]
        masscan = self.write("masscan.json",
                             MASSCAN.format(host=HOST, port=closed))
        changes = self.changes(masscan, ours)
        self.assertEqual([change[:2] for change in changes],
                         [("closed", closed),
                          ("not-recorded", listener.port)])

    def test_remote_text_is_shown_escaped(self):
        scan = {"record": "scan", "schema": "portscan/1",
                "started": "2026-11-23T16:05:07.250Z", "argv": [],
                "shard": None, "targets": "10.0.0.5", "addresses": 1,
                "ports": {"tcp": "22", "udp": None}}
        port = {"record": "port", "address": "10.0.0.5", "port": 22,
                "protocol": "tcp", "state": "open", "reason": "syn-ack",
                "service": {"name": "ssh", "product": "\x1b[2J\n\u202e",
                            "version": None}}
        paths = []
        for name in ("one", "other"):
            port["service"]["product"] += name
            paths.append(self.write(name, "\n".join(
                json.dumps(record) for record in (scan, port)) + "\n"))
        run = self.diff(*paths)
        self.assertIn("\\x1b[2J\\n", run.out)
        self.assertNotIn("\x1b", run.out)
        self.assertNotIn("\u202e", run.out)
        self.assertEqual(len(run.out.splitlines()), 4)
        self.assertIn("\x1b[2J\n\u202eone",
                      self.changes(*paths)[0][2])

    def test_says_what_is_wrong_with_a_file(self):
        for content, message in [
                ("", "is empty"),
                ("hello\n", "is neither JSON nor XML"),
                ("<html/>", "line 1: is XML, but not nmap's"),
                ('{"a":1}', "line 1: not an object of masscan"),
                ('<!DOCTYPE nmaprun [<!ENTITY a SYSTEM "/etc/passwd">]>'
                 "<nmaprun>&a;</nmaprun>", "line 1: declares entities")]:
            path = self.write("bad", content)
            run = self.diff(path, path, status=3)
            self.assertIn("{}: {}".format(path, message), run.err)
            self.assertEqual(run.out, "")
        missing = os.path.join(self.folder, "missing")
        self.assertIn("No such file", self.diff(missing, missing,
                                                status=3).err)

    def test_usage(self):
        self.assertIn("usage: portscan diff OLD NEW",
                      self.diff("--help").out)
        self.assertIn("usage: portscan diff OLD NEW",
                      self.run_portscan("help", "diff").out)
        for args in [(), ("one",), ("one", "two", "three"),
                     ("one", "two", "--fail-on", "investigate"),
                     ("one", "two", "--fail-on"), ("one", "two", "--alll")]:
            self.diff(*args, status=2)


if __name__ == "__main__":
    main()
