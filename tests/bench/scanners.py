# SPDX-License-Identifier: Apache-2.0
"""How each scanner is asked for a scenario, and what it says is open."""
import datetime
import ipaddress
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree
from typing import Callable, NamedTuple, Optional

import harness
import network

TUN = "sim0"
TUN_IPV6 = "2001:db8:ffff::1"  # masscan does not find it by itself
WAIT_S = "1"  # for late answers, of those who do not know the RTT


class Answer(NamedTuple):
    opened: set  # of (address, port)
    last_open_s: Optional[float] = None  # after the start; None: not told
    closed: Optional[int] = None         # how many; None: not told


class Scanner(NamedTuple):
    name: str
    version: str
    command: Callable  # scenario, file to write -> argv, or None: it cannot
    read: Callable     # that file -> Answer
    fine: tuple        # exit statuses after which there is such a file
    ethernet: bool     # or else it sends on TUN


def installed(names):
    """Those of KINDS named in `names` that are here."""
    paths = {name: harness.PORTSCAN if name == "portscan"
             else shutil.which(name) for name in names}
    return [Scanner(name, version(name, path), *KINDS[name](path),
                    fine=(0, 3) if name == "portscan" else (0,),
                    ethernet=name == "zmap")
            for name, path in paths.items() if path]


def version(name, path):
    """masscan exits with status 1 for its own."""
    told = subprocess.run([path, "--version"], stdout=subprocess.PIPE,
                          check=False).stdout.decode()
    return "{} {}".format(name, re.search(r"\d+\.[\d.]+", told).group())


def canonical(address, port):
    return str(ipaddress.ip_address(address)), int(port)


def targets(scenario):
    return [scenario.net, "-p", scenario.ports]


def portscan(path):
    """With the options of today's, as far as an older one has them."""
    usual = [option for option in ("-Pn", "-T4")
             if subprocess.run([path, "-sL", "127.0.0.1", option],
                               stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL,
                               check=False).returncode == 0]

    def command(scenario, output):
        udp = ["-sU"] if scenario.protocol == "udp" else []
        return [path, *udp, *usual, "-n", "-q", "--no-banner", "--jsonl",
                output, *scenario.options, *targets(scenario)]

    def read(output):
        opened, started, last, closed = set(), None, None, None
        for line in lines(output):
            record = json.loads(line)
            if record["record"] == "scan":
                started = moment(record["started"])
            elif record["record"] == "port" and record["state"] == "open":
                opened.add(canonical(record["address"], record["port"]))
                last = max(last or started, moment(record["time"]))
            elif record["record"] == "summary":
                closed = record["states"]["closed"]
        return Answer(opened, last and (last - started).total_seconds(),
                      closed)
    return command, read


def nmap(path):
    def command(scenario, output):
        if scenario.nmap is None:
            return None
        return [path, "-n", "-Pn", "-T4", *scenario.nmap, "--open", "-oX",
                output, *targets(scenario)]

    def read(output):
        return Answer({
            canonical(host.find("address").get("addr"), port.get("portid"))
            for host in xml.etree.ElementTree.parse(output).iter("host")
            for port in host.iter("port")
            if port.find("state").get("state") == "open"})
    return command, read


def masscan(path):
    def command(scenario, output):
        if scenario.interrupt_after_s is not None:
            return None
        ports = ("U:" if scenario.protocol == "udp" else "") + scenario.ports
        source = ["--source-ip", TUN_IPV6] if ":" in scenario.net else []
        return [path, scenario.net, "-p", ports, *source, "--interface", TUN,
                "--rate", str(scenario.rate), "--wait", WAIT_S, "-oJ", output]

    def read(output):
        # A list that lacks brackets and commas here and there.
        records = [json.loads(line.rstrip(", \n")) for line in lines(output)
                   if line.startswith("{")]
        return Answer({canonical(record["ip"], port["port"])
                       for record in records
                       for port in record.get("ports", [])
                       if port["status"] == "open"})
    return command, read


def zmap(path):
    """It wants Ethernet: on TUN its capture filter does not compile."""
    def command(scenario, output):
        one_port = scenario.ports.isdigit() and ":" not in scenario.net
        if not one_port or scenario.interrupt_after_s is not None:
            return None
        return [path, "-p", scenario.ports, "-r", str(scenario.rate),
                "-i", network.ETHERNET, "-S", network.ETHERNET_ADDRESS,
                "-G", network.ROUTER_MAC, "-c", WAIT_S, "-b", "/dev/null",
                "-q", "--disable-syslog", "-O", "csv", "-f", "saddr,sport",
                "--output-filter", "success = 1 && repeat = 0",
                "-o", output, scenario.net]

    def read(output):
        return Answer({canonical(*line.split(","))
                       for line in list(lines(output))[1:]})
    return command, read


KINDS = {"portscan": portscan, "nmap": nmap, "masscan": masscan,
         "zmap": zmap}


def lines(path):
    with open(path, encoding="utf-8") as file:
        yield from file


def moment(text):
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")

