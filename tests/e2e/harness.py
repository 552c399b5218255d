# SPDX-License-Identifier: Apache-2.0
"""Run the portscan binary as a user would, and look at what comes out.

Every test file calls main(), which first moves it into a network and mount
namespace of its own, where that is allowed: its loopback interface is empty,
every port of it is free, nothing it sends can leave the machine, and it can
lay its own files over /etc/hosts and /etc/resolv.conf.  Elsewhere the tests
use the machine's loopback, and those that need more are skipped.
"""
import ctypes
import fcntl
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import unittest

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
PORTSCAN = os.environ.get(
    "PORTSCAN", os.path.join(SOURCE, "build", "debug", "portscan"))
MS_BIND = 4096
OWN_NETWORK = "PORTSCAN_E2E_OWN_NETWORK"
SKIPPED = 77  # ctest's SKIP_RETURN_CODE

os.environ["PATH"] += ":/usr/sbin:/sbin"


class Run:
    """What one run of portscan did."""

    def __init__(self, status, out, err):
        self.status = status
        self.raw = out
        self.out = out.decode("utf-8", "surrogateescape")
        self.err = err.decode("utf-8", "surrogateescape")

    def __repr__(self):
        return "exit status {}\n--- stdout\n{}\n--- stderr\n{}".format(
            self.status, self.out, self.err)


class Case(unittest.TestCase):
    """A test with a folder of its own and the means to run portscan."""

    maxDiff = None

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="portscan-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(content)
        return self.path(name)

    def start(self, *args, prefix=(), env=None, **popen):
        """Start portscan and return the subprocess, ended with the test."""
        options = dict(stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE, cwd=self.folder)
        options.update(popen)
        process = subprocess.Popen(
            [*prefix, PORTSCAN, *args], env=self.environment(env), **options)
        self.addCleanup(end, process)
        return process

    def run_portscan(self, *args, stdin=b"", timeout=90, **options):
        process = self.start(*args, stdin=subprocess.PIPE, **options)
        out, err = process.communicate(stdin, timeout)
        return Run(process.returncode, out, err)

    def scan(self, *args, status=0, **options):
        """Scan and return the JSON document."""
        run = self.run_portscan("--json", "-", *args, **options)
        self.assertEqual(run.status, status, run)
        return json.loads(run.out)

    def environment(self, changes):
        """Nothing of the user's own settings reaches the tests."""
        env = {name: value for name, value in os.environ.items()
               if name in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS",
                           "LSAN_OPTIONS", "TSAN_OPTIONS")}
        env.update(HOME=self.folder, TERM="xterm", LANG="C.UTF-8",
                   XDG_DATA_HOME=self.path("data"))
        env.update(changes or {})
        return env


def end(process):
    """End a process that we started, and wait until it has."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream:
            stream.close()


def by_port(document):
    """The port records of a JSON document by (address, port, protocol)."""
    return {(record["address"], record["port"], record["protocol"]): record
            for record in document["ports"]}


def free_port(address="127.0.0.1", kind=socket.SOCK_STREAM):
    """A port that nothing listens on right now."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind((address, 0))
        return probe.getsockname()[1]


def has_own_network():
    return OWN_NETWORK in os.environ


needs_own_network = unittest.skipUnless(
    has_own_network(), "needs a network namespace: root or unprivileged ones")


def cover(case, target, content):
    """Lay a file with `content` over `target` during the test `case`, in our
    mount namespace only."""
    assert has_own_network()
    mount(case.write(os.path.basename(target), content), target, None,
          MS_BIND)
    case.addCleanup(subprocess.run, ["umount", target], check=True)


def mount(source, target, filesystem, flags):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(source.encode(), target.encode(), filesystem, flags, None):
        raise OSError(ctypes.get_errno(), "cannot mount", target)


def main():
    """Run the tests of the calling file; ends the process."""
    enter_own_network()
    program = unittest.main(
        module="__main__", verbosity=2, exit=False,
        testRunner=unittest.TextTestRunner(
            stream=sys.stdout, verbosity=2, resultclass=CountingResult))
    sys.exit(close(program.result))


class CountingResult(unittest.TextTestResult):
    passed = 0

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1


def close(result):
    """Print the closing lines that tests/summary.py reads."""
    failed = {getattr(test, "test_case", test).id()
              for test, _ in result.failures + result.errors}
    for test, reason in result.skipped:
        print("skipped: {}: {}".format(test.id(), reason))
    print("{} passed, {} failed, {} skipped".format(
        result.passed, len(failed), len(result.skipped)), flush=True)
    if failed:
        return 1
    return 0 if result.passed else SKIPPED


def enter_own_network():
    if has_own_network():
        bring_up_loopback()
        mount("tmpfs", "/run", b"tmpfs", 0)  # sshd wants a folder there
        return
    unshare = ["unshare", "--net", "--mount"]
    if os.geteuid() != 0:
        unshare += ["--map-root-user"]
    allowed = subprocess.run([*unshare, "true"], stderr=subprocess.DEVNULL,
                             check=False).returncode == 0
    if allowed:
        os.environ[OWN_NETWORK] = "1"
        os.execvp("unshare", [*unshare, sys.executable, "-B", *sys.argv])


def bring_up_loopback():
    get_flags, set_flags, up = 0x8913, 0x8914, 1  # SIOC[GS]IFFLAGS, IFF_UP
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        name = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(
            any_socket, get_flags, name))[1]
        fcntl.ioctl(any_socket, set_flags,
                    struct.pack("16sh14x", b"lo", flags | up))
