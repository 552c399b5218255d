#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a scan says of its own reliability, held against networks that are
known to lose packets, to be empty or to open every port."""
import json
import os
import unittest

from harness import Case, main, needs_own_network
from simnet import SIMNET, Simnet

NET = "198.18.0.0/28"
PORTS = "20000-20039"
HOSTS = ("--net", NET, "--seed", "3", "--banner", "0")
QUICKLY = ("-n", "-p", PORTS, "--no-banner")


@unittest.skipUnless(os.path.exists(SIMNET), "simnet is not built")
@needs_own_network
class Reliability(Case):
    def table(self, *world, args=QUICKLY):
        with Simnet(*HOSTS, *world):
            run = self.run_portscan(NET, *args)
        self.assertEqual(run.status, 0, run)
        return run.out

    def test_hosts_that_open_every_port_are_the_suspect_ones(self):
        with Simnet(*HOSTS, "--everything-open", "0.3",
                    "--open", "0.2") as net:
            # The seed picks the canaries: of a host that opens a fifth of its
            # ports, by chance, one in 125 triples is open as a whole.
            document = self.scan(NET, *QUICKLY, "--seed", "1")
            kinds = {address: row["kind"]
                     for address, row in net.hosts().items()}
        for record in document["ports"]:
            tarpit = kinds[record["address"]] == "everything-open"
            self.assertIs(record["suspect"], tarpit, record)
            self.assertEqual("answers-on-every-port" in record["why"], tarpit)
        for record in document["hosts"]:
            self.assertIs(record["suspect"],
                          kinds[record["address"]] == "everything-open")
        tarpits = list(kinds.values()).count("everything-open")
        self.assertGreater(tarpits, 0)
        self.assertLess(tarpits, len(kinds))
        self.assertGreater(len(document["ports"]), 40 * tarpits)
        self.assertEqual(document["summary"]["hosts_suspect"], tarpits)

    def test_table_has_a_row_for_each_of_them(self):
        out = self.table("--everything-open", "1")
        rows = [line for line in out.splitlines() if " 40 ports " in line]
        self.assertEqual(len(rows), 16, out)
        for row in rows:
            self.assertIn("suspect: answers on every port", row)
        self.assertIn("16 hosts need investigation", out)
        self.assertIn("16 suspect hosts: there an open port proves nothing",
                      out)
        self.assertLess(len(out.splitlines()), 30)

    def test_fail_on_sees_what_is_folded(self):
        with Simnet(*HOSTS, "--everything-open", "1"):
            run = self.run_portscan(NET, "-n", "-p", "8123", "--no-banner",
                                    "--fail-on", "investigate")
        self.assertEqual(run.status, 1, run)

    def test_scan_that_lost_nothing_needs_no_words(self):
        path = self.path("report.json")
        out = self.table("--open", "0.2", args=(*QUICKLY, "--json", path))
        with open(path, encoding="utf-8") as file:
            summary = json.load(file)["summary"]
        # Even here an answer comes late when the machine is busy elsewhere.
        late = summary["retried_answers"] > 0
        for word in "loss", "attempts":
            self.assertEqual(word in out, late, out)
        for word in "suspect", "skipped", "once", "ICMP":
            self.assertNotIn(word, out)

    def test_loss_is_estimated_from_the_answers(self):
        with Simnet(*HOSTS, "--open", "0.2", "--loss", "0.1"):
            summary = self.scan(NET, *QUICKLY)["summary"]
        # A question and its answer both have to come through: 1 - 0.9^2.
        self.assertGreater(summary["loss"], 0.12)
        self.assertLess(summary["loss"], 0.26)
        self.assertGreater(summary["retried_answers"], 0)
        self.assertEqual(summary["states"]["filtered"], 0, summary)
        self.assertGreaterEqual(summary["answers"], 16 * 40)

    def test_loss_is_told_to_people(self):
        self.assertRegex(self.table("--open", "0.2", "--loss", "0.1"),
                         r"\nloss \d+ %: \d+ of \d+ answers needed a retry; ")

    def test_loss_of_an_empty_network_is_unknown_and_not_none(self):
        self.assertIn("loss unknown: no answers to judge by\n",
                      self.table("--up", "0"))
        with Simnet(*HOSTS, "--up", "0"):
            summary = self.scan(NET, *QUICKLY)["summary"]
        self.assertIsNone(summary["loss"])
        self.assertIsNone(summary["missed"])


if __name__ == "__main__":
    main()
