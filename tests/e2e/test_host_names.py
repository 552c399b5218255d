# SPDX-License-Identifier: Apache-2.0
"""Hosts with an open port get the names that reverse DNS has."""
import socket
import struct
import subprocess
import threading

from harness import Case, cover, main, needs_own_network
from listeners import listen, silent
from servers import need

HOSTS = ["192.0.2.%d" % i for i in range(11, 17)]
NO_ERROR, NO_SUCH_NAME = 0, 3
PTR, IN = 12, 1


class NameServer:
    """Answers PTR questions from `names`, by address, at 127.0.0.1:53."""

    def __init__(self, names):
        self.names = {".".join(reversed(address.split("."))) +
                      ".in-addr.arpa": name
                      for address, name in names.items()}
        self.asked = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 53))
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        while True:
            question, peer = self.socket.recvfrom(512)
            if not question:
                return
            self.socket.sendto(self.answer(question), peer)

    def answer(self, question):
        """RFC 1035 4.1: the header and the question again, then the record."""
        labels, end = [], 12
        while question[end]:
            labels.append(question[end + 1:end + 1 + question[end]])
            end += 1 + question[end]
        end += 5  # the root, type and class
        asked = b".".join(labels).decode().lower()
        self.asked.append(asked)
        name = self.names.get(asked)
        status = NO_ERROR if name else NO_SUCH_NAME
        header = question[:2] + struct.pack(
            ">HHHHH", 0x8180 | status, 1, 1 if name else 0, 0, 0)
        return header + question[12:end] + (record(name) if name else b"")

    def close(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", ("127.0.0.1", 53))
        self.thread.join()
        self.socket.close()


def record(name):
    data = b"".join(bytes([len(label)]) + label.encode()
                    for label in name.split(".")) + b"\0"
    # 0xc00c: the name in the question.
    return struct.pack(">HHHIH", 0xc00c, PTR, IN, 60, len(data)) + data


@needs_own_network
class HostNames(Case):
    @classmethod
    def setUpClass(cls):
        need("ip")
        for address in HOSTS:
            subprocess.run(["ip", "addr", "add", address, "dev", "lo"],
                           check=True)

    def setUp(self):
        super().setUp()
        cover(self, "/etc/hosts", "127.0.0.1 localhost\n")
        cover(self, "/etc/resolv.conf", "nameserver 127.0.0.1\n")
        self.port = listen(self, silent, HOSTS[0]).port
        for address in HOSTS[1:]:
            listen(self, silent, address, self.port)

    def ask(self, *options):
        """What a scan says of each host, and on standard error."""
        run = self.run_portscan(*HOSTS, "-p", str(self.port), "--no-banner",
                                "--csv", "-", *options)
        self.assertEqual(run.status, 0, run)
        rows = [line.split(",") for line in run.out.splitlines()[1:]]
        return {row[0]: row[1] for row in rows}, run.err

    def serve(self, names):
        server = NameServer(names)
        self.addCleanup(server.close)
        return server

    def test_a_host_has_the_name_that_dns_has(self):
        self.serve({HOSTS[0]: "printer.example"})
        names, complaints = self.ask()
        self.assertEqual(names, dict.fromkeys(HOSTS, "") |
                         {HOSTS[0]: "printer.example"})
        self.assertEqual(complaints, "")

    def test_without_dns_nobody_is_asked(self):
        server = self.serve({HOSTS[0]: "printer.example"})
        names, _ = self.ask("-n")
        self.assertEqual(names, dict.fromkeys(HOSTS, ""))
        self.assertEqual(server.asked, [])

    def test_a_server_that_is_down_loses_no_finding(self):
        names, _ = self.ask()
        self.assertEqual(names, dict.fromkeys(HOSTS, ""))

    def test_a_silent_server_is_given_up_and_loses_no_finding(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bound:
            bound.bind(("127.0.0.1", 53))
            names, complaints = self.ask()
        self.assertEqual(names, dict.fromkeys(HOSTS, ""))
        self.assertRegex(complaints, r"\Aportscan: reverse DNS given up "
                                     r"\(.*\): .*\n\Z")


main()
