# SPDX-License-Identifier: Apache-2.0
"""A network to scan that is not there: tests/simnet behind a TUN device.

Only in a network namespace of our own, from which nothing can leave.
"""
import csv
import io
import ipaddress
import json
import os
import subprocess

from harness import PORTSCAN, end, has_own_network

SIMNET = os.environ.get("SIMNET", os.path.join(
    os.path.dirname(PORTSCAN), "tests", "simnet", "simnet"))
SCANNER = ("192.0.2.1/32", "2001:db8:ffff::1/128")

# What the kernel keeps until simnet has read it.  More than a scanner sends
# while simnet is not on a processor: a loss that no option asked for would be
# found in the counter tun_dropped.
QUEUE_PACKETS = 20000


class Simnet:
    """Answers for the prefixes of --net while in the `with` block.

    `world` are the options that `simnet --help` lists.  Behind the block,
    `counters` has what simnet counted, and tun_dropped.
    """

    def __init__(self, *world, tun="sim0"):
        assert has_own_network()
        self.world = list(world)
        self.tun = tun
        self.counters = {}
        self.process = None

    def __enter__(self):
        ip("tuntap", "add", "dev", self.tun, "mode", "tun")
        try:
            # Attached first, so that the link is there when it comes up.
            self.start()
            self.connect()
        except BaseException:
            self.disconnect()
            raise
        return self

    def __exit__(self, *_):
        try:
            self.process.terminate()
            counted = self.process.communicate(timeout=30)[0]
            if self.process.returncode != 0:
                raise RuntimeError("simnet has failed")
            self.counters = json.loads(counted)
            self.counters["tun_dropped"] = self.dropped()
        finally:
            self.disconnect()

    def connect(self):
        ip("link", "set", self.tun, "txqueuelen", str(QUEUE_PACKETS))
        for address in SCANNER:
            nodad = ["nodad"] if ":" in address else []
            ip("addr", "add", address, "dev", self.tun, *nodad)
        ip("link", "set", self.tun, "up")
        for net in self.nets():
            ip("route", "add", net, "dev", self.tun)

    def nets(self):
        return [str(ipaddress.ip_network(net, strict=False))
                for name, value in zip(self.world, self.world[1:])
                if name == "--net" for net in value.split(",")]

    def start(self):
        self.process = subprocess.Popen(
            [SIMNET, "run", "--tun", self.tun, "--until-eof", *self.world],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        if self.process.stdout.readline() != b"ready\n":
            raise RuntimeError("simnet has not started")

    def disconnect(self):
        if self.process:
            end(self.process)
        ip("link", "delete", self.tun)

    def dropped(self):
        """Packets of the scanner for which the device had no room."""
        shown = subprocess.run(["ip", "-s", "-j", "link", "show", self.tun],
                               check=True, stdout=subprocess.PIPE).stdout
        return json.loads(shown)[0]["stats64"]["tx"]["dropped"]

    def truth(self, ports, protocol="tcp", everything=False):
        """The state of each open port, or of every port, by its address and
        number.  `ports` is a port spec, or numbers."""
        if not isinstance(ports, str):
            ports = ",".join(map(str, ports))
        rows = self.ask("truth", "--ports", ports, "--protocol", protocol,
                        *["--all"] * everything)
        return {(row["address"], int(row["port"])): row["state"]
                for row in rows}

    def hosts(self):
        """The rows of `simnet hosts` by address."""
        return {row["address"]: row for row in self.ask("hosts")}

    def ask(self, command, *args):
        listed = subprocess.run([SIMNET, command, *self.world, *args],
                                check=True, stdout=subprocess.PIPE).stdout
        return csv.DictReader(io.StringIO(listed.decode()))


def ip(*args):
    subprocess.run(["ip", *args], check=True)
