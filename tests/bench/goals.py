# SPDX-License-Identifier: Apache-2.0
"""What portscan has to reach in a scenario.

A goal says in words what it asks for, and whether a result reaches it.  It is
given the portscan row of the table, that of nmap (None where nmap did not
run) and the scenario's facts.  None: it cannot be told.
"""
from typing import Callable, NamedTuple

from contest import FINISHED


class Goal(NamedTuple):
    words: Callable  # facts -> text
    met: Callable    # row, nmap's row, facts -> True, False or None


def seconds(most):
    return Goal(lambda facts: "<= {:g} s".format(most),
                lambda row, nmap, facts: row.seconds <= most)


def times_nmap(most):
    return Goal(lambda facts: "<= {:.1f} x nmap".format(most),
                lambda row, nmap, facts:
                None if nmap is None else row.seconds <= most * nmap.seconds)


def times_needed(most):
    """Of the time that the network itself takes, scanned without a flaw."""
    return Goal(lambda facts: "<= {:g} x {:.1f} s".format(
                    most, facts.needed_s),
                lambda row, nmap, facts:
                row.seconds <= most * facts.needed_s)


def last_open_within(most):
    return Goal(lambda facts: "last open <= {:g} s".format(most),
                lambda row, nmap, facts:
                row.last_open_s is not None and row.last_open_s <= most)


def recall(least):
    """Of the open ports, and none may be called open that is not."""
    return Goal(lambda facts: "{:g} %".format(100 * least),
                lambda row, nmap, facts:
                row.found >= least * facts.there and row.false == 0)


def closed(least):
    """Of the closed ports, called so; that none else is, a test checks."""
    return Goal(lambda facts: "closed {:g} %".format(100 * least),
                lambda row, nmap, facts: row.closed >= least * facts.closed)


def peak_mib(below):
    return Goal(lambda facts: "< {:g} MiB".format(below),
                lambda row, nmap, facts: row.peak_mib < below)


def verdict(goals, row, nmap, facts):
    """How portscan's last cell reads, and whether a goal was missed."""
    if row.end != FINISHED:
        return "MISSED", True
    cells = [(goal.words(facts), goal.met(row, nmap, facts))
             for goal in goals]
    marks = {True: "", False: " MISSED", None: " not compared"}
    return (", ".join(words + marks[met] for words, met in cells),
            any(met is False for _, met in cells))
