#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Audits: what changed between runs, what is documented, and what survives."""
import hmac
import http.server
import json
import os
import random
import signal
import sqlite3
import stat
import subprocess
import threading
import time
import unittest

import harness
import servers
from harness import Case, free_port, has_own_network, main
from listeners import Listener, listen, says, silent

SSH = b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n"
NEWER_SSH = b"SSH-2.0-OpenSSH_9.3p1 Debian-1\r\n"
UNTIL = "2099-12-31"


class Audit(Case):
    """A case with an audit of loopback ports, looked at again at once."""

    def setUp(self):
        super().setUp()
        self.ports = [free_port() for _ in range(4)]

    def init(self, *options, ports=None, extra="", targets="127.0.0.1"):
        run = self.run_portscan(
            "audit", "init", "office", "--targets", targets, "-p",
            ",".join(map(str, ports or self.ports)), "-n", *options)
        self.assertEqual(run.status, 0, run)
        self.edit("office.ini", "[audit]", "[audit]\nrecheck-delay = 0\n"
                  + extra)

    def edit(self, name, old, new):
        with open(self.path(name), encoding="utf-8") as file:
            text = file.read()
        self.assertIn(old, text)
        self.write(name, text.replace(old, new, 1))

    def audit(self, command, *args, status=0, **options):
        run = self.run_portscan("audit", command, "office", *args, **options)
        self.assertEqual(run.status, status, run)
        return run

    def report(self, *args):
        return json.loads(self.audit("report", *args, "--json").out)

    def changes(self, *args):
        """{(kind, port)} of the newest run's report."""
        return {(change["kind"], change.get("port"))
                for change in self.report(*args)["changes"]}

    def issues(self):
        """{port: state} of the newest run's report."""
        return {issue["port"]: issue["state"]
                for issue in self.report()["issues"]}

    def database(self):
        return self.path("data/portscan/office.db")

    def intact(self):
        with sqlite3.connect(self.database()) as history:
            self.assertEqual(history.execute(
                "PRAGMA integrity_check").fetchall(), [("ok",)])
            self.assertEqual(history.execute(
                "PRAGMA foreign_key_check").fetchall(), [])


class Changes(Audit):
    def test_nothing_is_a_change_in_the_first_run(self):
        listen(self, says(SSH), port=self.ports[0])
        self.init()
        out = self.audit("run").out
        self.assertIn("1 new", out)
        self.assertIn("run 1", out)
        self.assertEqual(self.report()["changes"], [])

    def test_ports_that_open_close_and_change_are_told(self):
        opens, closes, stays, changes = self.ports
        closing = Listener(says(SSH), port=closes)
        listen(self, says(SSH), port=stays)
        changing = Listener(says(SSH), port=changes)
        self.init()
        self.audit("run")
        closing.close()
        changing.close()
        listen(self, says(SSH), port=opens)
        listen(self, says(NEWER_SSH), port=changes)
        run = self.audit("run", "--fail-on", "change", status=1)
        self.assertEqual(self.changes(), {
            ("opened", opens), ("closed", closes), ("changed", changes)})
        self.assertIn("9.3p1", run.out)
        run = self.audit("run", "--fail-on", "change")
        self.assertEqual(self.changes(), set())
        self.assertEqual(self.changes("2"), {
            ("opened", opens), ("closed", closes), ("changed", changes)})
        self.intact()

    def test_real_server_with_another_host_key_is_told(self):
        port = self.ports[0]
        self.init("-sV")
        self.audit("run")
        server = servers.sshd(self, "127.0.0.1", port)
        self.audit("run")
        self.assertEqual(self.changes(), {("opened", port)})
        harness.end(server)
        os.unlink(self.path("host_key"))
        servers.sshd(self, "127.0.0.1", port)
        run = self.audit("run")
        self.assertEqual(self.changes(), {("changed", port)})
        self.assertIn("host key", run.out)

    def test_change_that_a_second_look_denies_is_not_told(self):
        port = self.ports[0]
        steady = listen(self, says(SSH), port=self.ports[1])
        self.init()
        self.audit("run")
        brief = Listener(says(SSH), port=port)

        def close_when_asked():
            while not brief.accepted:
                time.sleep(0.001)
            brief.close()

        closer = threading.Thread(target=close_when_asked)
        self.edit("office.ini", "recheck-delay = 0", "recheck-delay = 1s")
        closer.start()
        self.audit("run")
        closer.join()
        self.assertGreater(steady.accepted, 0)
        self.assertEqual(self.changes(), {("not-comparable", port)})
        self.assertEqual(
            [change["why"] for change in self.report()["changes"]],
            ["not-confirmed"])
        self.audit("run")
        self.assertEqual(self.changes(), set())

    def test_what_was_not_asked_is_not_closed(self):
        port, other = self.ports[:2]
        listen(self, says(SSH), port=port)
        listen(self, says(SSH), port=other)
        self.init(ports=[port, other])
        self.audit("run")
        self.edit("office.ini", "ports = %d,%d" % (port, other),
                  "ports = %d" % other)
        self.audit("run")
        self.assertEqual(self.changes(), {("not-comparable", port)})
        self.assertEqual(self.report()["changes"][0]["why"], "not-asked-now")
        self.assertEqual(self.issues()[port], "open")


class Documented(Audit):
    def test_approval_counts_until_another_answers(self):
        port = self.ports[0]
        first = Listener(says(SSH), port=port)
        self.init()
        self.audit("run", "--fail-on", "investigate", status=1)
        self.assertEqual(self.issues(), {port: "new"})
        self.audit("approve", "127.0.0.1:%d" % port, "--owner", "ops",
                   "--reason", 'the "inventory" agent', "--until", UNTIL)
        again = self.audit("approve", "127.0.0.1:%d" % port, "--owner", "ops",
                           "--reason", "again", "--until", UNTIL, status=2)
        self.assertIn("approves it already", again.err)
        self.audit("run", "--fail-on", "investigate")
        self.assertEqual(self.issues(), {port: "approved"})
        explained = self.audit("explain", "127.0.0.1:%d" % port).out
        self.assertIn("ops", explained)
        self.assertIn("OpenSSH", explained)
        first.close()
        listen(self, says(b"220 mail ESMTP Postfix\r\n"), port=port)
        self.audit("run", "--fail-on", "investigate", status=1)
        self.assertIn(self.issues()[port], ("new", "open"))

    def test_unreadable_policy_stops_the_run_before_a_packet(self):
        listener = listen(self, says(SSH), port=self.ports[0])
        self.init()
        self.write("office.policy", "# fine\napprove everything\n")
        run = self.audit("run", status=2)
        self.assertIn("office.policy:2:", run.err)
        os.unlink(self.path("office.policy"))
        run = self.audit("run", status=2)
        self.assertIn("office.policy", run.err)
        self.assertEqual(listener.accepted, 0)

    def test_must_be_open_is_told_when_it_is_not(self):
        port = self.ports[0]
        self.init()
        self.write("office.policy",
                   "must-be-open 127.0.0.1 tcp/%d owner web reason shop\n"
                   % port)
        out = self.audit("run", "--fail-on", "investigate", status=1).out
        self.assertIn(str(port), out)
        listen(self, says(SSH), port=port)
        self.audit("run")
        kinds = {issue["kind"]: issue["state"]
                 for issue in self.report()["issues"]}
        self.assertEqual(kinds.get("must-be-open", "resolved"), "resolved")


class Hooks(http.server.ThreadingHTTPServer):
    """Takes webhooks: fails the first of them, and keeps what comes."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Hook)
        self.tries = []
        self.thread = threading.Thread(target=self.serve_forever)
        self.thread.start()

    def url(self):
        return "http://127.0.0.1:%d/hook" % self.server_port

    def close(self):
        self.shutdown()
        self.thread.join()
        self.server_close()


class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.tries.append((dict(self.headers), body))
        self.send_response(503 if len(self.server.tries) == 1 else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Told(Audit):
    def test_webhook_is_signed_tried_again_and_sent_only_when_needed(self):
        hooks = Hooks()
        self.addCleanup(hooks.close)
        listen(self, says(SSH), port=self.ports[0])
        self.write("secret", "sesame\n")
        os.chmod(self.path("secret"), 0o600)
        self.init()
        self.edit("office.ini", "[notify]", "[notify]\nwebhook = %s\n"
                  "webhook-secret-file = secret\nmetrics = office.prom"
                  % hooks.url())
        self.audit("run")
        self.assertEqual(len(hooks.tries), 2)
        headers, body = hooks.tries[1]
        signed = headers["X-Portscan-Timestamp"].encode() + b"." + body
        self.assertEqual(headers["X-Portscan-Signature"], "sha256="
                         + hmac.new(b"sesame", signed, "sha256").hexdigest())
        self.assertEqual(hooks.tries[0][0]["Idempotency-Key"],
                         headers["Idempotency-Key"])
        issue, = json.loads(body)["issues"]
        self.assertEqual((issue["port"], issue["state"]),
                         (self.ports[0], "new"))
        self.audit("run")
        self.assertEqual(len(hooks.tries), 2)
        with open(self.path("office.prom"), encoding="utf-8") as file:
            self.assertIn('audit="office"', file.read())

    def test_run_that_failed_is_told_too(self):
        self.init(targets="nosuch.invalid")
        self.edit("office.ini", "[notify]", "[notify]\n"
                  "command = /usr/bin/tee %s" % self.path("told"))
        self.audit("run", status=3)
        with open(self.path("told"), encoding="utf-8") as file:
            self.assertEqual(json.load(file)["run"]["end"], "failed")
        self.assertIn("failed", self.audit("show", "1").out)

    def test_notifiers_that_fail_cost_nobody_the_run(self):
        listen(self, says(SSH), port=self.ports[0])
        self.init()
        self.edit("office.ini", "[notify]", "[notify]\n"
                  "command = /bin/false\nmetrics = missing/office.prom")
        run = self.audit("run")
        self.assertIn("/bin/false", run.err)
        self.assertIn("office.prom", run.err)
        self.assertIn("1 new", run.out)
        self.assertEqual(self.issues(), {self.ports[0]: "new"})


class Refusals(Audit):
    def test_profile_is_refused_with_file_and_line(self):
        self.init()
        for old, new, words in (
                ("recheck-delay = 0", "recheck-dealy = 0", "recheck-dealy"),
                ("recheck-dealy = 0", "recheck-delay = soon", "soon"),
                ("recheck-delay = soon", "recheck-delay = 0\nkeep-runs = -1",
                 "keep-runs"),
                ("keep-runs = -1", "blackout = someday", "blackout"),
                ("blackout = someday", "", None)):
            self.edit("office.ini", old, new)
            if words:
                run = self.audit("run", status=2)
                self.assertRegex(run.err, r"office\.ini:\d+: .*" + words)
        for key, value in (("ports", "htpp"), ("rate", "fast"),
                           ("targets", "10.0.0.0/33"),
                           ("targets", "127.0.0.1 --shard=1/2 --seed=1"),
                           ("targets", "-sL 127.0.0.1"), ("csv", "x"),
                           ("sV", "maybe")):
            with self.subTest(key=key):
                self.write("bad.ini", "[scan]\ntargets = 127.0.0.1\n%s = %s\n"
                           % (key, value) if key != "targets" else
                           "[scan]\n\ntargets = %s\n" % value)
                run = self.run_portscan("audit", "run", "./bad.ini")
                self.assertEqual(run.status, 2, run)
                self.assertIn("bad.ini:3: " + key, run.err)

    def test_init_blames_the_option_and_writes_nothing(self):
        for words, error in (
                (("--targets", "127.0.0.300"), "portscan: --targets: "),
                (("--targets", "127.0.0.1", "-p", "70000"),
                 "portscan: --ports: 70000: not a port"),
                (("--targets", "127.0.0.1", "--csv", "x"),
                 "portscan: --csv: ")):
            run = self.run_portscan("audit", "init", "lab", *words)
            self.assertEqual(run.status, 2, run)
            self.assertTrue(run.err.startswith(error), run)
            self.assertEqual(os.listdir(self.folder), [])

    def test_two_runs_at_once_name_the_holder(self):
        listen(self, silent, port=self.ports[0])
        self.init("-sV")
        first = self.start("audit", "run", "office")
        lock = self.database() + ".lock"
        while not (os.path.exists(lock) and os.path.getsize(lock)):
            self.assertIsNone(first.poll())
            time.sleep(0.01)
        run = self.audit("run", status=3)
        self.assertIn(str(first.pid), run.err)
        out, err = first.communicate(timeout=60)
        self.assertEqual(first.returncode, 0, (out, err))

    def test_broken_histories_are_refused_and_left_alone(self):
        self.init()
        self.audit("run")
        with sqlite3.connect(self.database()) as history:
            history.execute("PRAGMA user_version = 99")
            history.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        history.close()
        run = self.audit("run", status=3)
        self.assertIn("newer", run.err)
        with open(self.database(), "wb") as file:
            file.write(b"this is no database at all\n" * 400)
        run = self.audit("run", status=3)
        self.assertIn("office.db", run.err)
        with open(self.database(), "rb") as file:
            self.assertTrue(file.read().startswith(b"this is no database"))

    @unittest.skipUnless(has_own_network(), "needs to mount")
    def test_full_disk_loses_nothing_that_was_stored(self):
        listen(self, says(SSH), port=self.ports[0])
        os.mkdir(self.path("data"))
        harness.mount("tmpfs", self.path("data"), b"tmpfs", 0)
        self.addCleanup(subprocess.run, ["umount", "-l", self.path("data")],
                        check=True)
        self.init()
        self.audit("run")
        subprocess.run(["mount", "-o", "remount,size=2m", self.path("data")],
                       check=True)
        self.fill(self.path("data/filler"))
        run = self.audit("run", status=3)
        self.assertRegex(run.err, "(?i)full|space")
        os.unlink(self.path("data/filler"))
        self.intact()
        self.audit("run")
        self.assertIn("complete", self.audit("history").out)

    def fill(self, path):
        """Write until there is no room left."""
        filler = os.open(path, os.O_WRONLY | os.O_CREAT)
        try:
            while True:
                os.write(filler, b"x" * 4096)
        except OSError:
            pass
        finally:
            os.close(filler)

    def test_report_writes_into_what_is_no_file(self):
        self.init()
        run = self.audit("history", status=3)
        self.assertIn("has not run yet", run.err)
        self.audit("run")
        os.mkfifo(self.path("pipe"))
        reader = os.open(self.path("pipe"), os.O_RDONLY | os.O_NONBLOCK)
        self.addCleanup(os.close, reader)
        self.audit("report", "--html", self.path("pipe"))
        self.assertTrue(stat.S_ISFIFO(os.stat(self.path("pipe")).st_mode))
        self.assertIn(b"<!DOCTYPE html>", os.read(reader, 4096))

    def test_missing_baseline_and_run_are_said_so(self):
        self.init()
        self.audit("run")
        self.assertIn("baseline",
                      self.audit("show", "baseline", status=3).err)
        self.assertIn("17", self.audit("show", "17", status=3).err)
        self.audit("baseline", "1")
        self.assertIn("baseline", self.audit("history").out)

    def test_history_of_another_profile_is_left_alone(self):
        self.init(extra="database = shared.db\n")
        self.audit("run")
        with open(self.path("office.ini"), encoding="utf-8") as file:
            self.write("lab.ini", file.read())
        run = self.run_portscan("audit", "run", "lab")
        self.assertEqual(run.status, 3, run)
        self.assertIn("shared.db: is the history of", run.err)

    def test_clock_that_went_back_stops_the_run(self):
        self.init()
        self.audit("run")
        with sqlite3.connect(self.database()) as history:
            history.execute("UPDATE runs SET started_us = started_us + "
                            "86400000000")
        history.close()
        self.assertIn("clock", self.audit("run", status=3).err)

    def test_blackout_ends_the_run_and_says_so(self):
        listener = listen(self, says(SSH), port=self.ports[0])
        self.init(extra="blackout = daily\n")
        run = self.audit("run", status=2)
        self.assertIn("blackout", run.err)
        self.assertEqual(listener.accepted, 0)


class Interrupted(Audit):
    def test_what_was_not_looked_at_twice_is_told_by_the_next_run(self):
        port = self.ports[0]
        self.init()
        self.audit("run")
        self.edit("office.ini", "recheck-delay = 0", "recheck-delay = 1h")
        listen(self, says(SSH), port=port)
        process = self.start("audit", "run", "office")
        self.assertIn(b"looked at again", process.stderr.readline())
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 3, (out, err))
        self.assertNotIn(b"Changes", out)
        self.assertIn("interrupted", self.audit("history").out)
        self.edit("office.ini", "recheck-delay = 1h", "recheck-delay = 0")
        self.audit("run")
        self.assertEqual(self.changes(), {("opened", port)})

    def test_lighter_run_hides_no_change_from_the_next(self):
        port = self.ports[0]
        first = Listener(says(SSH), port=port)
        self.init()
        self.audit("run")
        self.edit("office.ini", "[scan]", "[scan]\nno-banner = yes")
        self.audit("run")
        self.edit("office.ini", "no-banner = yes", "")
        first.close()
        listen(self, says(NEWER_SSH), port=port)
        self.audit("run")
        self.assertEqual(self.changes(), {("changed", port)})

    def test_approval_of_the_unknown_needs_somebody_to_have_looked(self):
        port = self.ports[0]
        listen(self, says(b"\x01\x02\x03nobody knows\n"), port=port)
        self.init()
        self.audit("run")
        self.audit("approve", "127.0.0.1:%d" % port, "--owner", "ops",
                   "--reason", "legacy", "--until", UNTIL)
        self.audit("run")
        self.assertEqual(self.issues(), {port: "approved"})
        self.edit("office.ini", "[scan]", "[scan]\nno-banner = yes")
        self.audit("run")
        self.assertEqual(self.issues(), {port: "open"})
        run = self.audit("approve", "127.0.0.1:%d" % port, "--owner", "ops",
                         "--reason", "legacy", "--until", UNTIL, status=2)
        self.assertIn("did not look", run.err)


class Kills(Audit):
    def test_fifty_kills_leave_a_history_that_can_be_read(self):
        draw = random.Random(2076)
        for port in self.ports:
            listen(self, says(SSH), port=port)
        self.init()
        self.audit("run")
        for _ in range(50):
            process = self.start("audit", "run", "office")
            try:
                process.wait(draw.uniform(0, 0.5))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
            self.intact()
        self.audit("run")
        out = self.audit("history").out
        self.assertNotIn("running", out)
        self.assertEqual(self.changes(), set())
        self.intact()


if __name__ == "__main__":
    main()
