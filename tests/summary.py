#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Close a test run: count its tests, and say what was skipped and why.

Reads what ctest --output-junit wrote.  One ctest entry may hold many tests:
Criterion's and the end-to-end tests' own closing lines say how many.
"""
import re
import sys
import xml.etree.ElementTree

# Criterion counts a crash among the failing too.
CRITERION = re.compile(
    r"Synthesis: Tested: \d+ \| Passing: (\d+) \| Failing: (\d+)"
)
PLAIN = re.compile(r"^(\d+) passed, (\d+) failed, (\d+) skipped$", re.M)
CRITERION_SKIP = re.compile(r"^\[SKIP\] (.*)$", re.M)
SKIPPED = re.compile(r"^skipped: (.*)$", re.M)


def tests_inside(output):
    """Passed, failed and skipped as the output says, or None."""
    if found := CRITERION.search(output):
        passed, failed = map(int, found.groups())
        return passed, failed, len(CRITERION_SKIP.findall(output))
    if found := PLAIN.search(output):
        return tuple(map(int, found.groups()))
    return None


def count(entry):
    """Passed, failed and skipped of one ctest entry."""
    ok = entry.get("status") == "run"
    skip = entry.find("skipped")
    skipped = skip is not None and "SKIP_" in skip.get("message", "")
    inside = tests_inside(entry.findtext("system-out", ""))
    if inside is None:
        return int(ok), int(not ok and not skipped), int(skipped)
    passed, failed, skips = inside
    if not ok and not skipped:
        failed = max(failed, 1)  # sanitizers and time-outs speak last
    return passed, failed, skips


def main():
    entries = xml.etree.ElementTree.parse(sys.argv[1]).getroot().findall(
        "testcase"
    )
    for entry in entries:
        output = entry.findtext("system-out", "")
        for why in SKIPPED.findall(output) + CRITERION_SKIP.findall(output):
            print("skipped:", why)
    totals = [sum(column) for column in zip(*map(count, entries))] or [0, 0, 0]
    print("{} passed, {} failed, {} skipped".format(*totals))
    return 1 if totals[1] else 0


sys.exit(main())
