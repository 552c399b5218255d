# SPDX-License-Identifier: Apache-2.0
"""The process behind a port of this machine."""
import os
import pwd
import shutil
import socket
import subprocess
import sys
import threading
import unittest

from harness import (PORTSCAN, Case, by_port, end, free_port, main,
                     needs_own_network)
from listeners import listen, says
from servers import need

GREETING = b"SSH-2.0-OpenSSH_9.2p1\r\n"
NOBODY = 65534

SERVER = """
import os, socket, sys
os.setgroups([]); os.setgid({id}); os.setuid({id})
listener = socket.create_server(("127.0.0.1", {port}))
print("listening", flush=True)
while True:
    connection, _ = listener.accept()
    connection.close()
"""


def our_name():
    with open("/proc/self/comm", encoding="utf-8") as file:
        return file.read().strip()


def can_be_nobody():
    """Root of a user namespace of one user cannot."""
    return os.geteuid() == 0 and shutil.which("setpriv") and subprocess.run(
        ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}",
         "--clear-groups", PORTSCAN, "--version"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        check=False).returncode == 0


needs_nobody = unittest.skipUnless(
    can_be_nobody(), "needs root, and a portscan that others may run")


class Processes(Case):
    def process(self, port, *args, address="127.0.0.1", protocol="tcp",
                **options):
        document = self.scan("-n", "-p", f"{protocol[0]}:{port}", address,
                             *args, **options)
        return by_port(document)[address, port, protocol]["process"]

    def expect_ourselves(self, process):
        self.assertEqual(process["pid"], os.getpid())
        self.assertEqual(process["user"],
                         pwd.getpwuid(os.geteuid()).pw_name)
        self.assertEqual(process["executable"],
                         os.path.realpath(sys.executable))
        self.assertEqual(process["name"], our_name())

    def serve_udp(self, family, address):
        server = socket.socket(family, socket.SOCK_DGRAM)
        server.bind((address, 0))
        stopped = threading.Event()

        def serve():
            server.settimeout(0.1)
            while not stopped.is_set():
                try:
                    _, peer = server.recvfrom(4096)
                    server.sendto(b"hello", peer)
                except socket.timeout:
                    pass
        thread = threading.Thread(target=serve)
        thread.start()

        def close():
            stopped.set()
            thread.join()
            server.close()
        self.addCleanup(close)
        return server.getsockname()[1]

    def test_tcp(self):
        port = listen(self, says(GREETING)).port
        self.expect_ourselves(self.process(port))

    def test_tcp_on_every_address(self):
        port = listen(self, says(GREETING), "0.0.0.0").port
        self.expect_ourselves(self.process(port))

    def test_tcp_on_every_address_of_both_versions(self):
        port = listen(self, says(GREETING), "::").port
        self.expect_ourselves(self.process(port))
        self.expect_ourselves(self.process(port, address="::1"))

    def test_udp(self):
        port = self.serve_udp(socket.AF_INET, "127.0.0.1")
        self.expect_ourselves(self.process(port, protocol="udp"))

    def test_udp_on_every_address_of_both_versions(self):
        port = self.serve_udp(socket.AF_INET6, "::")
        self.expect_ourselves(self.process(port, protocol="udp"))

    @needs_own_network
    def test_an_address_of_an_interface(self):
        need("ip")
        subprocess.run(["ip", "addr", "add", "192.0.2.7/32", "dev", "lo"],
                       check=True)
        self.addCleanup(subprocess.run, ["ip", "addr", "del", "192.0.2.7/32",
                                         "dev", "lo"], check=True)
        port = listen(self, says(GREETING), "192.0.2.7").port
        self.expect_ourselves(self.process(port, address="192.0.2.7"))

    def test_closed_port_has_none(self):
        port = free_port()
        self.assertIsNone(self.process(port, "--show", "all"))

    def test_table_names_it_where_it_is_to_be_looked_into(self):
        port = listen(self, says(GREETING), port=45555).port
        run = self.run_portscan("-n", "-p", str(port), "127.0.0.1")
        words = " ".join(run.out.split())
        self.assertIn("unassigned: IANA lists no service here; answers as "
                      f"ssh; on this machine: {our_name()} (pid {os.getpid()}, "
                      f"user {pwd.getpwuid(os.geteuid()).pw_name})", words)

    @needs_nobody
    def test_of_another_user(self):
        port = free_port()
        server = subprocess.Popen(
            [sys.executable, "-c", SERVER.format(id=NOBODY, port=port)],
            stdout=subprocess.PIPE)
        self.addCleanup(end, server)
        self.assertEqual(server.stdout.readline(), b"listening\n")
        process = self.process(port)
        self.assertEqual(process["pid"], server.pid)
        self.assertEqual(process["user"], pwd.getpwuid(NOBODY).pw_name)

    @needs_nobody
    def test_that_the_scanner_may_not_see(self):
        port = listen(self, says(GREETING)).port
        nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}",
                  "--clear-groups"]
        self.assertEqual(self.process(port, prefix=nobody),
                         {"pid": None, "name": None, "executable": None,
                          "user": "root"})
        run = self.run_portscan("-n", "-p", str(port), "127.0.0.1",
                                prefix=nobody)
        self.assertIn("on this machine: a process of user root (run as root "
                      "to see which)", " ".join(run.out.split()))


main()
