# SPDX-License-Identifier: Apache-2.0
"""One scanner in one scenario: run it, and hold what it says against what is
there."""
import os
import statistics
import subprocess
import sys
import tempfile
from typing import NamedTuple, Optional

import network
import scanners
import simnet
from stopwatch import measure

FINISHED, STOPPED, FAILED = "finished", "stopped", "failed"


class Facts(NamedTuple):
    """What is true of a scenario, whoever scans it."""
    opened: Optional[set] = None      # (address, port); None: not listed
    closed: Optional[int] = None      # ports; None: not counted
    needed_s: Optional[float] = None  # by the network

    @property
    def there(self):
        return len(self.opened)


class Row(NamedTuple):
    """Of one run, or of several: the median time and the worst of everything
    else.  None: not told or not known."""
    end: str
    seconds: float
    packets: int
    peak_mib: float
    found: Optional[int] = None
    false: Optional[int] = None
    closed: Optional[int] = None
    last_open_s: Optional[float] = None


def facts_of(scenario):
    if scenario.interrupt_after_s is not None:
        return Facts()
    every = scenario.needed is not None
    states = world(scenario).truth(scenario.ports, scenario.protocol,
                                   everything=every)
    opened = {question for question, state in states.items()
              if state == "open"}
    if not every:
        return Facts(opened)
    return Facts(opened,
                 sum(state == "closed" for state in states.values()),
                 scenario.needed(states))


def world(scenario):
    return simnet.Simnet("--net", scenario.net, *scenario.world,
                         tun=scanners.TUN)


def run(scanner, scenario, facts):
    """One scan in a network of its own: nothing is left of the one before."""
    network.start_afresh()
    with tempfile.TemporaryDirectory(prefix="portscan-") as folder:
        output = os.path.join(folder, "output")
        with open(os.path.join(folder, "log"), "w+b") as log:
            with world(scenario) as net:
                if scanner.ethernet:
                    network.add_ethernet()
                measured = measure(
                    scanner.command(scenario, output), scenario.limit_s,
                    scenario.interrupt_after_s, cwd=folder, stdout=log,
                    stderr=subprocess.STDOUT)
            end = end_of(scanner, scenario, measured, log)
        row = Row(end, measured.seconds,
                  net.counters["packets_in"] + net.counters["malformed_in"],
                  measured.peak_mib)
        if net.counters["tun_dropped"]:
            say("{} packets lost before the network".format(
                net.counters["tun_dropped"]))
        if end != FINISHED or facts.opened is None:
            return row
        answer = scanner.read(output)
    return row._replace(found=len(answer.opened & facts.opened),
                        false=len(answer.opened - facts.opened),
                        closed=answer.closed,
                        last_open_s=answer.last_open_s)


def end_of(scanner, scenario, measured, log):
    """A scanner that fails is not one that finds nothing."""
    if measured.stopped:
        return STOPPED
    if (measured.status in scanner.fine
            or scenario.interrupt_after_s is not None):
        return FINISHED
    log.seek(0)
    say("{}: exit status {}\n{}".format(
        scanner.name, measured.status,
        log.read().decode("utf-8", "replace")[-2000:]))
    return FAILED


def of_all(rows):
    def worst(which, field):
        values = [getattr(row, field) for row in rows]
        return None if None in values else which(values)
    ends = {row.end for row in rows}
    return Row(next(end for end in (FAILED, STOPPED, FINISHED)
                    if end in ends),
               statistics.median(row.seconds for row in rows),
               worst(max, "packets"), worst(max, "peak_mib"),
               worst(min, "found"), worst(max, "false"),
               worst(min, "closed"), worst(max, "last_open_s"))


def say(text):
    print(text, file=sys.stderr, flush=True)
