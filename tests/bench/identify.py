#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Let portscan and nmap name what real daemons are, and hold that against the
truth.

The daemons are those of a zoo: a script that starts them on loopback ("up"),
writes what they are to $ZOO_DIR/truth.csv, and ends them ("down"); ZOO_DIR is
a temporary folder unless it is set, to one with daemons unpacked in it.  It runs
in a network namespace of its own where that is allowed.  docs/performance.md
says what the columns mean.
"""
import argparse
import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(os.path.dirname(HERE), "e2e"))

import harness  # noqa: E402
import identifiers  # noqa: E402
import likeness  # noqa: E402

ZOO = os.path.join(harness.SOURCE, "..", "shared", "zoo", "zoo.sh")
PROTOCOLS = "tcp", "udp"
FIELDS = "service", "product", "version"


def parse(argv):
    parser = argparse.ArgumentParser(prog="./dev bench identify")
    parser.add_argument("--zoo", default=ZOO, metavar="SCRIPT",
                        help="the script that starts the daemons")
    parser.add_argument("--running", metavar="DIR",
                        help="they run already: truth.csv is in DIR")
    parser.add_argument("--tools", default=",".join(identifiers.KINDS),
                        help="comma-separated: %(default)s")
    parser.add_argument("--service-db", metavar="FILE",
                        help="for portscan to know services by as well")
    parser.add_argument("--list", action="store_true",
                        help="list what is not as it should be")
    return parser.parse_args(argv)


def read_truth(folder):
    with open(os.path.join(folder, "truth.csv"), encoding="utf-8",
              newline="") as file:
        return {(row["proto"], row["address"], int(row["port"])): row
                for row in csv.DictReader(file)}


def score(truth, answers):
    """For each field how many are right, how many wrong; and how many there
    are to be known."""
    counts = {field: {"right": 0, "wrong": 0, "there": 0}
              for field in FIELDS}
    remarks = []
    for place, row in truth.items():
        answer = answers.get(place)
        for field in FIELDS:
            judged = likeness.judge(field, row, answer)
            counts[field]["there"] += judged.is_there
            counts[field]["right"] += judged.is_right
            counts[field]["wrong"] += judged.is_wrong
            if judged.is_wrong or judged.is_there and not judged.is_right:
                remarks.append((place, field, row[field],
                                getattr(answer, field, None)))
    return counts, remarks


def show(name, protocol, counts, seconds):
    print("{:<9} {:<4} {:>8.1f}  {}".format(
        name, protocol, seconds, "  ".join(
            "{right:>3} of {there:<3} {wrong:>3} wrong".format(
                **counts[field]) for field in FIELDS)))


def show_remarks(name, remarks):
    for (protocol, address, port), field, there, said in remarks:
        print("  {} {:<15} {:<8} {!r}, not {!r}".format(
            name, "{}:{}/{}".format(address, port, protocol), field, said,
            there))


def compare(options, folder):
    truth = read_truth(folder)
    print("{:<9} {:<4} {:>8}  {}".format(
        "", "", "seconds", "  ".join("{:<20}".format(field)
                                     for field in FIELDS)))
    for protocol in PROTOCOLS:
        part = {place: row for place, row in truth.items()
                if place[0] == protocol}
        for name in options.tools.split(","):
            if name not in identifiers.KINDS or not identifiers.is_here(name):
                continue
            seconds, answers = identifiers.KINDS[name](
                protocol, sorted(part), options.service_db)
            counts, remarks = score(part, answers)
            show(name, protocol, counts, seconds)
            if options.list:
                show_remarks(name, remarks)
            sys.stdout.flush()


def run_zoo(options):
    kept = os.environ.get("ZOO_DIR")
    folder = kept or tempfile.mkdtemp(prefix="portscan-zoo-")
    env = dict(os.environ, ZOO_DIR=folder)
    try:
        subprocess.run([options.zoo, "up"], env=env, check=True,
                       stdout=sys.stderr)
        compare(options, folder)
    finally:
        subprocess.run([options.zoo, "down"], env=env, stdout=sys.stderr)
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def main():
    options = parse(sys.argv[1:])
    if options.running:
        compare(options, options.running)
        return 0
    if not os.access(options.zoo, os.X_OK):
        print("no zoo here: {}".format(os.path.basename(options.zoo)),
              file=sys.stderr)
        return 2
    harness.enter_own_network()
    run_zoo(options)
    return 0


sys.exit(main())
