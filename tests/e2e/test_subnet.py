# SPDX-License-Identifier: Apache-2.0
"""The main job: scan a /24, and label every open port of it rightly."""
import json

from harness import Case, by_port, main, needs_own_network
from listeners import http, listen, says, silent

SSH = says(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
SUBNET = ("127.0.1.0/24", "-p", "2076,22,8123")


@needs_own_network
class Subnet(Case):
    def setUp(self):
        super().setUp()
        listen(self, SSH, "127.0.1.5", 2076)
        listen(self, SSH, "127.0.1.5", 22)
        listen(self, SSH, "127.0.1.9", 22)
        listen(self, http, "127.0.1.77", 8123)
        listen(self, silent, "127.0.1.200", 2076)

    def test_labels_each_open_port_and_counts_every_other(self):
        document = self.scan(*SUBNET)
        ports = by_port(document)
        opened = {key[:2]: (record["verdict"], sorted(record["why"]))
                  for key, record in ports.items()
                  if record["state"] == "open"}
        self.assertEqual(opened, {
            ("127.0.1.5", 2076):
                ("investigate", ["number-dormant", "service-differs"]),
            ("127.0.1.5", 22): ("expected", ["service-matches"]),
            ("127.0.1.9", 22): ("expected", ["service-matches"]),
            ("127.0.1.77", 8123): ("investigate", ["number-unassigned"]),
            ("127.0.1.200", 2076):
                ("investigate", ["number-dormant", "silent"]),
        })
        ssh = ports["127.0.1.5", 2076, "tcp"]
        self.assertEqual(ssh["registry"]["status"], "dormant")
        self.assertEqual(ssh["registry"]["name"], "newlixconfig")
        self.assertEqual(ssh["service"]["name"], "ssh")
        self.assertEqual(ssh["service"]["product"], "OpenSSH")
        self.assertEqual(
            ports["127.0.1.77", 8123, "tcp"]["service"]["name"], "http")
        summary = document["summary"]
        self.assertTrue(document["complete"])
        self.assertEqual(summary["addresses"], 256)
        self.assertEqual(summary["hosts_answered"], 256)
        self.assertEqual(summary["states"], {
            "open": 5, "closed": 3 * 256 - 5, "filtered": 0,
            "open|filtered": 0, "untested": 0})
        self.assertEqual(summary["verdicts"], {
            "expected": 2, "unconfirmed": 0, "investigate": 3})

    def test_table_puts_the_finding_before_the_statistics(self):
        run = self.run_portscan(*SUBNET)
        self.assertEqual(run.status, 0, run)
        lines = run.out.splitlines()
        self.assertEqual(lines[0].split(), ["HOST", "PORT", "STATE",
                                            "SERVICE", "VERDICT", "WHY"])
        row = next(line for line in lines if line.startswith("127.0.1.5 ")
                   and "2076/tcp" in line)
        self.assertRegex(row, r"open +ssh OpenSSH 9\.2p1 +INVESTIGATE +"
                         r"dormant number \(IANA: newlixconfig\); "
                         r"answers as ssh")
        self.assertIn("3 ports need investigation", run.out)
        self.assertIn("treated as unassigned: IANA's entry newlixconfig is "
                      "dormant", run.out)
        self.assertIn("portscan explain 2076", run.out)
        self.assertRegex(lines[-1], r"^256 of 256 hosts answered")
        self.assertIn("5 open, 763 closed, 0 filtered, 0 untested", lines[-1])

    def test_shows_what_is_closed_when_asked(self):
        document = self.scan("127.0.1.0/30", "-p", "2076,22", "--show", "all")
        self.assertEqual(
            {key: (record["state"], record["reason"], record["verdict"])
             for key, record in by_port(document).items()},
            {("127.0.1.%d" % host, port, "tcp"):
             ("closed", "conn-refused", None)
             for host in range(4) for port in (22, 2076)})

    def test_the_same_seed_asks_in_the_same_order(self):
        def order(seed):
            run = self.run_portscan(
                "127.0.1.0/26", "-p", "2076,22", "--seed", seed, "--jsonl",
                "-", "--show", "all", "--max-in-flight", "1")
            self.assertEqual(run.status, 0, run)
            records = map(json.loads, run.out.splitlines())
            return [(record["address"], record["port"]) for record in records
                    if record["record"] == "port"]
        first = order("7")
        self.assertEqual(len(first), 128)
        self.assertEqual(first, order("7"))
        self.assertNotEqual(first, order("8"))
        self.assertEqual(sorted(first), sorted(order("8")))

    def test_exit_status_tells_of_an_investigation(self):
        run = self.run_portscan("127.0.1.5", "-p", "2076",
                                "--fail-on", "investigate")
        self.assertEqual(run.status, 1, run)
        run = self.run_portscan("127.0.1.9", "-p", "22",
                                "--fail-on", "investigate")
        self.assertEqual(run.status, 0, run)


main()
