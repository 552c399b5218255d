# SPDX-License-Identifier: Apache-2.0
"""The table of a comparison: Markdown that reads well as it is."""
import contest

COLUMNS = ("scenario", "scanner", "seconds", "x nmap", "found", "false",
           "packets", "MiB", "goals")
LEFT = ("scenario", "scanner", "goals")
SECONDS = {contest.FINISHED: "{:.2f}", contest.STOPPED: "> {:.0f}",
           contest.FAILED: "failed"}


def cells(scenario, name, row, facts, nmap, judged):
    ours = name == "portscan"
    return (scenario.name, name, SECONDS[row.end].format(row.seconds),
            "{:.2f}".format(row.seconds / nmap.seconds)
            if ours and nmap else "",
            "" if row.found is None
            else "{} of {}".format(row.found, facts.there),
            "" if row.false is None else str(row.false),
            str(row.packets), "{:.1f}".format(row.peak_mib),
            judged if ours else "")


def show(rows, contestants, runs):
    widths = [max(map(len, column)) for column in zip(COLUMNS, *rows)]
    print(", ".join(scanner.version for scanner in contestants))
    print("median of {} runs".format(runs) if runs > 1 else "one run")
    print()
    line(COLUMNS, widths)
    print("|" + "|".join(
        "-" * (width + 1) + ("-" if name in LEFT else ":")
        for name, width in zip(COLUMNS, widths)) + "|")
    for row in rows:
        line(row, widths)


def line(row, widths):
    print("| " + " | ".join(
        cell.ljust(width) if name in LEFT else cell.rjust(width)
        for cell, name, width in zip(row, COLUMNS, widths)) + " |")
