# SPDX-License-Identifier: Apache-2.0
"""Run one program and measure it from outside: time and peak memory."""
import os
import select
import signal
import subprocess
import time
from typing import NamedTuple

SAMPLE_S = 0.02


class Measured(NamedTuple):
    seconds: float
    peak_mib: float
    status: int    # exit status; -N when signal N ended it
    stopped: bool  # it ran into limit_s, and was killed


def measure(argv, limit_s, interrupt_after_s=None, **popen):
    """Run `argv`; send SIGINT after `interrupt_after_s`, SIGKILL after
    `limit_s`."""
    begun = time.monotonic()
    process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, **popen)
    watched = os.pidfd_open(process.pid)
    signals = [(begun + limit_s, signal.SIGKILL)]
    if interrupt_after_s is not None:
        signals.insert(0, (begun + interrupt_after_s, signal.SIGINT))
    peak_kib, sent = 0, None
    try:
        while not select.select([watched], [], [], SAMPLE_S)[0]:
            peak_kib = peak_rss_kib(process.pid) or peak_kib
            if signals and time.monotonic() >= signals[0][0]:
                _, sent = signals.pop(0)
                signal.pidfd_send_signal(watched, sent)
    except BaseException:
        process.kill()
        raise
    finally:
        os.close(watched)
    seconds = time.monotonic() - begun
    return Measured(seconds, peak_kib / 1024, process.wait(),
                    sent == signal.SIGKILL)


def peak_rss_kib(pid):
    """The highest resident size so far, or None once the process has ended.

    The ru_maxrss of wait4() is no substitute: it is inherited over exec, so
    it would be the size of this interpreter where the scanner needs less.
    """
    with open("/proc/%d/status" % pid, encoding="ascii") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return None
