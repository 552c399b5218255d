# SPDX-License-Identifier: Apache-2.0
"""An audit's units and a real systemd: a user's manager of our own, which runs
in namespaces where nothing else of this machine can be seen to run.

usage: check_systemd.py PROGRAM, which is tests/audit/schedule_audit.c
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

SYSTEMD = "/lib/systemd/systemd"
INSIDE = "PORTSCAN_OWN_SYSTEMD"
SKIPPED = 77  # ctest's SKIP_RETURN_CODE
TIMER = "portscan-audit-office.timer"
SERVICE = "portscan-audit-office.service"
# Not while the tests run.
LATER = time.strftime("%a 12:00",
                      time.localtime(time.time() + 3 * 86400)).lower()


def run(*command):
    return subprocess.run(command, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)


def systemctl(*words):
    return run("systemctl", "--user", "--no-pager", *words)


def shown(unit, name):
    return systemctl("show", "-p", name, "--value", unit).stdout.strip()


class Systemd(unittest.TestCase):
    """Paths have in them whatever a unit could take for something else."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="portscan-")
        cls.data = os.path.join(cls.folder, "da ta 100%h")
        cls.profiles = os.path.join(cls.folder, 'a "b\' \\x $HOME %h ü')
        cls.profile = os.path.join(cls.profiles, "office.ini")
        for name in (cls.data, cls.profiles, os.path.join(cls.folder, "run")):
            os.mkdir(name, 0o700)
        os.environ.update(
            HOME=cls.folder, TZ="Europe/Berlin", XDG_DATA_HOME=cls.data,
            XDG_CONFIG_HOME=os.path.join(cls.folder, "config"),
            XDG_RUNTIME_DIR=os.path.join(cls.folder, "run"),
            # What it needs to look for leaks is forbidden to a service.
            ASAN_OPTIONS="detect_leaks=0")
        cls.manager = subprocess.Popen(
            [SYSTEMD, "--user"], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            if systemctl("is-system-running").stdout.strip() == "running":
                return
            time.sleep(0.1)
        raise unittest.SkipTest("no systemd --user can run here")

    @classmethod
    def tearDownClass(cls):
        cls.manager.kill()
        cls.manager.wait()
        shutil.rmtree(cls.folder, ignore_errors=True)

    def audit(self, *words, status=0):
        done = run(PROGRAM, "audit", *words)
        self.assertEqual(done.returncode, status, done)
        return done

    def schedule(self, when):
        return self.audit("schedule", self.profile, when, "--user")

    def setUp(self):
        self.write_exit(0)
        self.notes = os.path.join(self.data, "ran")
        if os.path.exists(self.notes):
            os.remove(self.notes)

    def runs(self):
        with open(self.notes, encoding="utf-8") as file:
            return file.read()

    def write_exit(self, code):
        with open(self.profile, "w", encoding="utf-8") as file:
            file.write("# exit {}\n[scan]\ntargets = 127.0.0.1\n".format(code))

    def next_in(self, done):
        """What was printed of the next run, as seconds since the epoch."""
        words = done.stdout.splitlines()[0].split("next ")[1]
        return time.mktime(time.strptime(words, "%Y-%m-%d %H:%M"))

    def test_a_timer_runs_when_it_was_asked_to(self):
        for when, hour in (("daily 02:00", 2), ("daily 05:00", 5)):
            due = time.localtime(self.next_in(self.schedule(when)))
            self.assertEqual((due.tm_hour, due.tm_min // 6), (hour, 0), when)
            self.assertEqual(shown(TIMER, "ActiveState"), "active")
            self.assertEqual(shown(TIMER, "UnitFileState"), "enabled")
        self.audit("unschedule", "office", "--user")
        self.assertEqual(shown(TIMER, "LoadState"), "not-found")
        self.assertEqual(os.listdir(os.path.join(
            os.environ["XDG_CONFIG_HOME"], "systemd", "user")), [])
        again = self.audit("unschedule", "office", "--user", status=2)
        self.assertIn("is not scheduled", again.stderr)

    def test_a_service_runs_the_audit_as_we_would(self):
        self.schedule(LATER)
        self.assertEqual(systemctl("start", SERVICE).returncode, 0)
        self.assertEqual(self.runs(), "audit\nrun\n{}\nHOME={}\n".format(
            self.profile, self.folder))
        self.audit("unschedule", "office", "--user")

    def test_a_run_that_is_incomplete_fails_the_service(self):
        self.schedule(LATER)
        for code, result in ((0, "success"), (1, "success"), (2, "exit-code"),
                             (3, "exit-code")):
            self.write_exit(code)
            started = systemctl("start", SERVICE)
            self.assertEqual(shown(SERVICE, "ExecMainStatus"), str(code))
            self.assertEqual(shown(SERVICE, "Result"), result, code)
            self.assertEqual(started.returncode == 0, result == "success")
        self.assertIn(SERVICE, systemctl("--failed").stdout)
        self.assertEqual(self.runs().count("audit\n"), 4)
        self.audit("unschedule", "office", "--user")


def enter():
    """Run this file again where a systemd thinks it has a machine."""
    if not os.path.exists(SYSTEMD) or not shutil.which("unshare"):
        print("no systemd, or no unshare")
        return SKIPPED
    script = ("mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system && "
              "exec \"$@\"")
    command = ["unshare", "--kill-child", "-m", "-p", "-f", "--mount-proc",
               "sh", "-c"]
    if run(*command, script, "sh", "true").returncode != 0:
        print("no namespaces of our own")
        return SKIPPED
    os.environ[INSIDE] = "1"
    return subprocess.run(command + [script, "sh", sys.executable, "-B",
                                     *sys.argv]).returncode


if __name__ == "__main__":
    if INSIDE not in os.environ:
        sys.exit(enter())
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    program = unittest.main(exit=False)
    if program.result.skipped:
        sys.exit(SKIPPED)
    sys.exit(not program.result.wasSuccessful())
