#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Time portscan and nmap -sT at the same work, in turn: a /24 of loopback
addresses, 1000 ports each, a few open and all others closed.

usage: against_nmap.py PORTSCAN [RUNS]
"""
import json
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import xml.etree.ElementTree

HOSTS, PORTS = "127.0.1.0/24", "20000-20999"
OPEN = [("127.0.1.%d" % (25 * i + 3), 20000 + 97 * i) for i in range(10)]


def scan_with_portscan(binary):
    out = run([binary, HOSTS, "-p", PORTS, "-n", "--no-banner", "-q",
               "--json", "-"])
    return {(record["address"], record["port"])
            for record in json.loads(out)["ports"]
            if record["state"] == "open"}


def scan_with_nmap(binary):
    out = run([binary, "-sT", "-T4", "-n", "-Pn", "--open", "-p", PORTS,
               "-oX", "-", HOSTS])
    return {(host.find("address").get("addr"), int(port.get("portid")))
            for host in xml.etree.ElementTree.fromstring(out).iter("host")
            for port in host.iter("port")
            if port.find("state").get("state") == "open"}


def run(argv):
    return subprocess.run(argv, stdout=subprocess.PIPE, check=True).stdout


def timed(scan, binary):
    begun = time.monotonic()
    found = scan(binary)
    return time.monotonic() - begun, len(found & set(OPEN)), len(found)


def listen_everywhere():
    return [socket.create_server(address, backlog=64) for address in OPEN]


def version(binary):
    return re.search(rb"\d[\d.]+", run([binary, "--version"])).group().decode()


def report(name, results):
    seconds = [result[0] for result in results]
    print("{:<28} {:>8.2f} {:>15} {:>6} of {}".format(
        name, statistics.median(seconds),
        "{:.2f}-{:.2f}".format(min(seconds), max(seconds)),
        min(result[1] for result in results), len(OPEN)))


def main():
    portscan = sys.argv[1]
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    contestants = [("portscan " + version(portscan), scan_with_portscan,
                    portscan)]
    nmap = shutil.which("nmap")
    if nmap:
        contestants.append(("nmap {} -sT -T4".format(version(nmap)),
                            scan_with_nmap, nmap))
    listeners = listen_everywhere()
    results = {name: [] for name, _, _ in contestants}
    for _ in range(runs):
        for name, scan, binary in contestants:
            results[name].append(timed(scan, binary))
    for listener in listeners:
        listener.close()
    print("{} x ports {} on loopback; {} runs each, in turn".format(
        HOSTS, PORTS, runs))
    print("{:<28} {:>8} {:>15} {:>12}".format(
        "", "median s", "fastest-slowest", "open found"))
    for name, _, _ in contestants:
        report(name, results[name])
    if not nmap:
        print("nmap is not here to compare with")
    missed = any(result[1:] != (len(OPEN), len(OPEN))
                 for result in results[contestants[0][0]])
    return 1 if missed else 0


sys.exit(main())
