#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Hold registry/ports.txt against IANA's own CSV, where there is one.

    check_iana.py REGISTRY_FOLDER [CSV...]

Status, main name and other names must be the same for every number, tcp and
udp.  Reads
$PORTSCAN_IANA_CSV, else the first CSV that exists; without either it says so
and ends with 77.
"""
import collections
import csv
import os
import pathlib
import re
import sys

PROTOCOLS = ("tcp", "udp")
UNASSIGNED = ("unassigned", None, frozenset())

# Assigned or named after April 2026: a file as old as that does not have it.
NEWER = {(5543, "tcp"), (4480, "tcp"), (4480, "udp"), (6610, "tcp"), (6610, "udp"),
         (7123, "udp"), (30939, "tcp"), (30939, "udp")}

GIVEN_BACK = re.compile(
    r"\(?unassigned|de-?registered|removed|deprecated|decom+is+ioned"
    r"|de-commissioned", re.IGNORECASE)


def ports_of(spec):
    first, _, last = spec.partition("-")
    return range(int(first), int(last or first) + 1)


def status_of(row):
    name, text = row["Service Name"], row["Description"].strip()
    if name and name.lower() != "unassigned":
        return "assigned", name
    if text.lower().startswith("reserved"):
        return "reserved", None
    if not text or GIVEN_BACK.match(text):
        return "unassigned", None
    return "assigned", None


def rank(row, what):
    """Which of several rows of one number is heard: the first of the best."""
    if what[1] is not None:
        return 2 if "alias" in row["Assignment Notes"].lower() else 3
    return 0 if "-" in row["Port Number"] else 1


def read_iana(path):
    best = {}
    names = collections.defaultdict(set)
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if not row["Port Number"]:
                continue
            what = status_of(row)
            order = rank(row, what)
            protocol = row["Transport Protocol"]
            for port in ports_of(row["Port Number"]):
                for key in ([(port, protocol)] if protocol
                            else [(port, each) for each in PROTOCOLS]):
                    if key not in best or order > best[key][0]:
                        best[key] = (order, what)
                    names[key].add(what[1])
    return {key: (*what, frozenset(names[key] - {what[1], None}))
            for key, (_, what) in best.items()}


def read_table(path):
    table = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        ports, protocols, status, *rest = line.split("\t")
        name, _, _, also = (rest + ["-"] * 4)[:4]
        what = (status, None if name == "-" else name,
                frozenset(also.split()) - {"-"})
        for port in ports_of(ports):
            for protocol in protocols.split(","):
                table[port, protocol] = what
    return table


def find_csv(candidates):
    named = os.environ.get("PORTSCAN_IANA_CSV")
    if named:
        return named
    return next((path for path in candidates if os.path.exists(path)), None)


def main():
    folder, *candidates = sys.argv[1:]
    path = find_csv(candidates)
    if path is None:
        print("skipped: no copy of IANA's CSV; name one in PORTSCAN_IANA_CSV")
        return 77
    table = read_table(pathlib.Path(folder) / "ports.txt")
    iana = read_iana(path)
    wrong = 0
    for port in range(65536):
        for protocol in PROTOCOLS:
            key = (port, protocol)
            ours = table.get(key, UNASSIGNED)
            theirs = iana.get(key, UNASSIGNED)
            if ours != theirs and key not in NEWER:
                print(f"{port}/{protocol}: {ours}, IANA has {theirs}")
                wrong += 1
    print(f"{path}: {wrong} of {65536 * len(PROTOCOLS)} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
