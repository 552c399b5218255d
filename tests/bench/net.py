#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Time portscan and its like on the simulated network, in turn, and compare
what they say with what is there.

docs/performance.md says what the columns mean.
"""
import argparse
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(os.path.dirname(HERE), "e2e"))

import contest  # noqa: E402
import goals  # noqa: E402
import harness  # noqa: E402
import scanners  # noqa: E402
import table  # noqa: E402
from scenarios import SCENARIOS  # noqa: E402


def compare(scenario, contestants, options):
    """The lines of the table for one scenario, and whether portscan missed a
    goal."""
    facts = contest.facts_of(scenario)
    rows = {}
    for scanner in contestants:
        if takes_part(scanner, scenario, options.quick):
            contest.say("{} {}".format(scenario.name, scanner.name))
            rows[scanner.name] = contest.of_all([
                contest.run(scanner, scenario, facts)
                for _ in range(options.runs)])
    nmap = rows.get("nmap")
    if nmap and nmap.end != contest.FINISHED:
        nmap = None
    judged, missed = "", False
    if "portscan" in rows:
        judged, missed = goals.verdict(scenario.goals, rows["portscan"],
                                       nmap, facts)
    return [table.cells(scenario, name, row, facts, nmap, judged)
            for name, row in rows.items()], missed


def takes_part(scanner, scenario, quick):
    if scanner.name == "nmap" and quick and scenario.nmap_is_slow:
        return False
    return scanner.command(scenario, "") is not None


def parse(argv):
    names = [scenario.name for scenario in SCENARIOS]
    parser = argparse.ArgumentParser(prog="./dev bench net")
    parser.add_argument("scenarios", metavar="SCENARIO", nargs="*",
                        help="of {}; all".format(" ".join(names)))
    parser.add_argument("--runs", type=int, default=1, metavar="N",
                        help="of each scanner in each scenario")
    parser.add_argument("--tools", default=",".join(scanners.KINDS),
                        help="comma-separated: %(default)s")
    parser.add_argument("--quick", action="store_true",
                        help="leave nmap out where it takes minutes")
    options = parser.parse_args(argv)
    options.tools = options.tools.split(",")
    for given, known in ((options.scenarios, names),
                         (options.tools, scanners.KINDS)):
        for name in given:
            if name not in known:
                parser.error("{}: not of {}".format(name, " ".join(known)))
    return options


def main():
    options = parse(sys.argv[1:])
    harness.enter_own_network()
    if not harness.has_own_network():
        sys.exit("this needs network namespaces: root, or unprivileged ones")
    contestants = scanners.installed(options.tools)
    rows, missed = [], []
    for scenario in SCENARIOS:
        if not options.scenarios or scenario.name in options.scenarios:
            cells, a_miss = compare(scenario, contestants, options)
            rows += cells
            missed += [scenario.name] * a_miss
    table.show(rows, contestants, options.runs)
    if missed:
        print("goals missed in " + " ".join(missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
