#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Ask a daemon of this machine, and print the exchange as a case of corpus/.

    record_case.py [--tls] PROBE tcp|udp ADDRESS PORT

Who answered is for the reader to add: product and version as the daemon's
package has them, and only where the answer tells them.
"""
import argparse
import pathlib
import re
import socket
import ssl

PROBES = pathlib.Path(__file__).parents[2] / "probes" / "db"
GREETING_S = 1.0  # how long a server may take to greet
ANSWER_S = 3.0  # and to answer
PAUSE_S = 0.5  # what ends what it says
MOST = 16384  # as much as the scanner looks at

NAMED = {"0": 0, "a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}


def unescape(text):
    def byte(match):
        if match[1].startswith("x"):
            return chr(int(match[1][1:], 16))
        return chr(NAMED.get(match[1], ord(match[1])))

    return re.sub(r"\\(x..|.)", byte, text).encode("latin-1")


def escape(data):
    def word(byte):
        special = {9: "\\t", 10: "\\n", 13: "\\r", 92: "\\\\"}
        if 32 <= byte < 127 and byte not in special:
            return chr(byte)
        return special.get(byte, f"\\x{byte:02x}")

    text = "".join(map(word, data))
    # A space at either end would be the line's own.
    return re.sub(r"^ | $", r"\\x20", text)


def payload_of(protocol, name):
    line = re.compile(rf"^Probe {protocol} {name} q(.)(.*?)\1", re.M)
    for path in sorted(PROBES.glob("*.probes")):
        found = line.search(path.read_text())
        if found:
            return unescape(found[2])
    raise SystemExit(f"no probe {protocol} {name}")


def read(connection, patience_s):
    said = b""
    connection.settimeout(patience_s)
    try:
        while len(said) < MOST and (more := connection.recv(MOST)):
            said += more
            connection.settimeout(PAUSE_S)
    except OSError:
        pass  # it is silent, or gone: what it said is what counts
    return said[:MOST]


def ask_tcp(address, payload, in_tls):
    connection = socket.create_connection(address)
    if in_tls:
        context = ssl._create_unverified_context()
        connection = context.wrap_socket(connection)
    if not payload:
        return read(connection, ANSWER_S)
    read(connection, GREETING_S)
    connection.sendall(payload)
    return read(connection, ANSWER_S)


def ask_udp(address, payload):
    asking = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    asking.connect(address)
    asking.settimeout(ANSWER_S)
    asking.send(payload)
    return asking.recv(MOST)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--tls", action="store_true")
    arguments.add_argument("probe")
    arguments.add_argument("protocol", choices=["tcp", "udp"])
    arguments.add_argument("address")
    arguments.add_argument("port", type=int)
    given = arguments.parse_args()
    protocol = given.protocol.upper()
    payload = payload_of(protocol, given.probe)
    address = (given.address, given.port)
    said = (ask_tcp(address, payload, given.tls) if protocol == "TCP"
            else ask_udp(address, payload))
    print(f"probe {protocol} {given.probe}\nsaid {escape(said)}")


main()
