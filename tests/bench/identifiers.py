# SPDX-License-Identifier: Apache-2.0
"""How each scanner is asked what services are, and what it says, by (protocol,
address, port)."""
import json
import os
import shutil
import subprocess
import time
import xml.etree.ElementTree
from typing import NamedTuple


class Answer(NamedTuple):
    service: str
    product: str
    version: str


def by_address(places):
    addresses = {}
    for _, address, port in places:
        addresses.setdefault(address, []).append(port)
    return addresses


def run(argv):
    return subprocess.run(argv, stdout=subprocess.PIPE, check=True,
                          stdin=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).stdout


def timed(commands, read):
    begun, answers = time.monotonic(), {}
    for argv in commands:
        answers.update(read(run(argv)))
    return time.monotonic() - begun, answers


def portscan(protocol, places, service_db):
    option = "-sU" if protocol == "udp" else "-sT"
    more = ["--service-db", service_db] if service_db else []
    return timed(
        [[os.environ["PORTSCAN"], option, "-sV", "--all-ports-talk", "-n",
          "-Pn", "-q", "--show", "all", "--json", "-", "-p",
          ",".join(map(str, ports)), *more, address]
         for address, ports in by_address(places).items()],
        read_portscan)


def read_portscan(out):
    return {(record["protocol"], record["address"], record["port"]):
            answer_of(record["service"] or {})
            for record in json.loads(out)["ports"]}


def answer_of(service):
    return Answer(service.get("name") or "", service.get("product") or "",
                  service.get("version") or "")


def nmap(protocol, places, service_db):
    option = "-sU" if protocol == "udp" else "-sT"
    return timed(
        [["nmap", option, "-sV", "--allports", "-n", "-Pn", "-T4", "-oX",
          "-", "-p", ",".join(map(str, ports)), address]
         for address, ports in by_address(places).items()],
        read_nmap)


def read_nmap(out):
    answers = {}
    for host in xml.etree.ElementTree.fromstring(out).iter("host"):
        address = host.find("address").get("addr")
        for port in host.iter("port"):
            service = port.find("service")
            key = port.get("protocol"), address, int(port.get("portid"))
            if service is None or service.get("method") != "probed":
                answers[key] = Answer("", "", "")
                continue
            name = service.get("name", "")
            if service.get("tunnel") == "ssl":
                name = "ssl/" + name
            answers[key] = Answer(name, service.get("product", ""),
                                  service.get("version", ""))
    return answers


KINDS = {"portscan": portscan, "nmap": nmap}


def is_here(name):
    return name == "portscan" or shutil.which(name) is not None
