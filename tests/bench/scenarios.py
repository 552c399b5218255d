# SPDX-License-Identifier: Apache-2.0
"""The networks that scans are timed on, what is asked there, and the goals.

The worlds are those of `simnet`, which answers the same for the same options.
"""
from typing import Callable, NamedTuple, Optional

import goals

BOTTLENECK_PPS = 10000
ICMP_PER_S, ICMP_BURST = 1, 6
DISTANT = ("--rtt", "20-60", "--loss", "0.005")
THINNED_OUT = ("--up", "0.3", "--filtered", "0.8", *DISTANT)


def needed_by_the_bottleneck(states):
    """Seconds that its packets take one after the other: a SYN for each port
    and, for an open one, the ACK of the handshake and the RST of the end."""
    packets = len(states) + 2 * sum(state == "open"
                                    for state in states.values())
    return packets / BOTTLENECK_PPS


def needed_by_the_icmp_limit(states):
    """Seconds until the slowest host has said of each closed port that it is:
    a burst at once, the others one by one."""
    closed = {}
    for (address, _), state in states.items():
        if state == "closed":
            closed[address] = closed.get(address, 0) + 1
    return max(0, max(closed.values()) - ICMP_BURST) / ICMP_PER_S


class Scenario(NamedTuple):
    name: str
    what: str
    net: str
    ports: str
    world: tuple
    goals: tuple
    protocol: str = "tcp"
    rate: int = 50000          # of scanners that have to be told one
    limit_s: int = 900
    nmap: tuple = ("-sT",)
    nmap_is_slow: bool = False  # over 150 s: left out by --quick
    options: tuple = ()        # of portscan, besides the usual
    needed: Optional[Callable] = None
    interrupt_after_s: Optional[float] = None


# Ports above 20000: neither side knows them, nor is gentle with some.
LAN_PORTS, PORTS = "20000-20999", "20000-20099"
LAN = ("--rtt", "1-1", "--open", "0.02")

SCENARIOS = (
    Scenario("A", "/24 all up, 1 ms, 1000 ports", "10.1.0.0/24", LAN_PORTS,
             LAN, (goals.times_nmap(1.0), goals.recall(1))),
    Scenario("B", "/22 30 % up, 20-60 ms, mostly filtered, 100 ports",
             "10.1.0.0/22", PORTS, THINNED_OUT,
             (goals.seconds(9), goals.recall(1), goals.peak_mib(32)),
             nmap_is_slow=True),
    Scenario("C", "/16 5 % up, 20-60 ms, one port", "10.1.0.0/16", "2076",
             ("--up", "0.05", "--open", "0.5", *DISTANT),
             (goals.seconds(7), goals.recall(1)), nmap=("-sS",),
             nmap_is_slow=True),
    Scenario("D", "one host, 1 % answers, 20-60 ms, 65535 ports",
             "10.1.0.1/32", "1-65535",
             ("--open", "0.005", "--filtered", "0.995", *DISTANT),
             (goals.seconds(5), goals.recall(1))),
    Scenario("E", "/24 30 % up, 150-250 ms, 3 % loss, 100 ports",
             "10.1.0.0/24", PORTS,
             ("--up", "0.3", "--filtered", "0.5", "--rtt", "150-250",
              "--loss", "0.03"),
             (goals.seconds(20), goals.recall(0.994)), nmap_is_slow=True),
    Scenario("F", "A behind 10000 packets/s", "10.1.0.0/24", LAN_PORTS,
             (*LAN, "--bottleneck", str(BOTTLENECK_PPS), "--queue", "100"),
             (goals.times_needed(1.3), goals.recall(1)),
             rate=BOTTLENECK_PPS, needed=needed_by_the_bottleneck),
    Scenario("U", "/28 UDP, 2 % answer, 1 ICMP/s a host, 100 ports",
             "10.1.0.0/28", PORTS,
             ("--udp-answers", "0.02", "--icmp-limit", str(ICMP_PER_S),
              "--icmp-burst", str(ICMP_BURST)),
             (goals.last_open_within(3), goals.times_needed(1.1),
              goals.recall(1), goals.closed(1)),
             protocol="udp", nmap=("-sU",), needed=needed_by_the_icmp_limit),
    Scenario("B6", "B on IPv6, /120", "2001:db8:1::/120", PORTS, THINNED_OUT,
             (goals.recall(1),), nmap=("-sT", "-6")),
    Scenario("M", "/8 one port, 20000/s, stopped after 20 s", "10.0.0.0/8",
             "2076", ("--up", "0.05", "--open", "0.5", *DISTANT),
             (goals.peak_mib(64),), options=("--rate", "20000"), nmap=None,
             limit_s=60, interrupt_after_s=20),
)
