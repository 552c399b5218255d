#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Read what portscan explain says with a JSON parser that is not ours, about
a socket of a process with a hostile name: this one.

usage: check_explain.py PORTSCAN
"""
import json
import os
import socket
import subprocess
import sys
import unittest

PORTSCAN = sys.argv[1]
NAME = b'"\x1b[2J\\\xff'


def explain(*arguments):
    """The shipped table answers: no home, so nothing was imported."""
    return subprocess.run([PORTSCAN, "explain", *arguments], env={},
                          capture_output=True, check=False)


class Explain(unittest.TestCase):
    def setUp(self):
        with open("/proc/self/comm", "wb") as name:
            name.write(NAME)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def tearDown(self):
        self.socket.close()

    def test_json_is_one_document_with_every_field(self):
        told = explain("2076", f"{self.port}/tcp", "--json")
        self.assertEqual((told.returncode, told.stderr), (0, b""))
        dormant, own = json.loads(told.stdout)["ports"]
        self.assertEqual(list(dormant), [
            "port", "range", "tcp", "udp", "unofficial", "listeners",
            "commands"])
        self.assertEqual(dormant["udp"]["status"], "dormant")
        self.assertEqual(own["port"], self.port)
        self.assertIsNone(own["udp"])
        listener, = own["listeners"]
        self.assertEqual(listener["address"], "127.0.0.1")
        self.assertEqual(listener["pid"], os.getpid())
        self.assertEqual(listener["process"], '"\x1b[2J\\\ufffd')

    def test_card_has_nothing_that_a_terminal_would_act_on(self):
        told = explain(str(self.port))
        self.assertEqual(told.returncode, 0)
        self.assertIn(b'by "\\x1b[2J\\\\\\xff (pid %d, ' % os.getpid(),
                      told.stdout)
        self.assertFalse(set(told.stdout) - set(b"\n") - set(range(32, 127)))

    def test_complaint_is_one_line(self):
        told = explain("70000")
        self.assertEqual(
            (told.returncode, told.stdout, told.stderr),
            (2, b"", b"portscan: 70000: not a port number (0-65535)\n"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
