# SPDX-License-Identifier: Apache-2.0
"""Short of descriptors, a scan is slower or says what it could not test."""
import json
import resource
import threading
import time

from harness import Case, main
from listeners import listen, silent

RANGE = "20000-24999"
# Looking for leaks at the end takes descriptors too.
LEAKS_UNCHECKED = {"ASAN_OPTIONS": "detect_leaks=0"}


def limit_descriptors(soft, hard=None):
    """For preexec_fn: ulimit -n."""
    def apply():
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard or soft))
    return apply


class Limits(Case):
    def test_few_descriptors_are_enough_for_thousands_of_ports(self):
        opened = {listen(self, silent, port=port).port
                  for port in (20001, 22222, 24999)}
        for descriptors in (32, 64, 256):
            with self.subTest(descriptors):
                document = self.scan(
                    "127.0.0.1", "-p", RANGE, "--no-banner",
                    preexec_fn=limit_descriptors(descriptors))
                self.assertEqual(
                    {record["port"] for record in document["ports"]}, opened)
                self.assertEqual(document["summary"]["states"]["closed"],
                                 4997)
                self.assertTrue(document["complete"])

    def test_eight_descriptors_are_refused_in_words(self):
        run = self.run_portscan("127.0.0.1", "-p", RANGE,
                                preexec_fn=limit_descriptors(8))
        self.assertIn(run.status, (2, 3), run)
        self.assertRegex(run.err, r"only 8 files may be open, .*ulimit -n")
        self.assertEqual(run.out, "")


class Exhaustion(Case):
    """Mid-scan, the limit of the running scanner falls below what it has open,
    as when others have taken every descriptor of the machine."""

    def starve_once_begun(self):
        begun = threading.Event()

        def handle(connection, stopped):
            begun.set()
            silent(connection, stopped)

        for port in range(20000, 21500, 100):
            listen(self, handle, port=port)
        process = self.start("127.0.0.1", "-p", "20000-21499", "--rate",
                             "500", "--json", "report.json", "--no-banner",
                             env=LEAKS_UNCHECKED)
        self.assertTrue(begun.wait(20), "the scan did not begin")
        set_soft_limit(process, 3)
        return process

    def states_and_reasons(self, process, status):
        out, err = process.communicate(timeout=90)
        self.assertEqual(process.returncode, status, (out, err))
        with open(self.path("report.json"), encoding="utf-8") as file:
            document = json.load(file)
        self.assertEqual(document["complete"], status == 0)
        summary = document["summary"]
        self.assertEqual(sum(summary["states"].values()), 1500)
        return summary["states"], summary["reasons"]

    def test_that_passes_costs_time_and_nothing_else(self):
        process = self.starve_once_begun()
        time.sleep(1)  # how long the shortage lasts
        set_soft_limit(process, 1024)
        states, _ = self.states_and_reasons(process, 0)
        self.assertEqual(states, {"open": 15, "closed": 1485, "filtered": 0,
                                  "open|filtered": 0, "untested": 0})

    def test_that_stays_leaves_ports_untested_and_says_why(self):
        process = self.starve_once_begun()
        states, reasons = self.states_and_reasons(process, 3)
        self.assertGreater(states["untested"], 0)
        self.assertEqual(reasons["local-emfile"], states["untested"])
        self.assertEqual(states["filtered"], 0)


def set_soft_limit(process, soft):
    _, hard = resource.prlimit(process.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (soft, hard))


main()
