# SPDX-License-Identifier: Apache-2.0
"""A scan that is killed goes on from its checkpoint: what several runs report
together is what one run would, nothing lost and nothing twice."""
import json
import os
import random
import re
import selectors
import shutil
import signal
import socket
import subprocess
import threading

import harness
from servers import need

PORTS = [*range(1, 100), 8080]
PORT_LIST = "1-99,8080"
NETWORK = "127.0.1.0/24"
OPEN = {("127.0.1.{}".format(host), port)
        for host in range(1, 250, 7) for port in (22, 80, 8080)}
GREETING = b"SSH-2.0-Check_1.0\r\n"
SILENCE = """
table ip silence {
  chain arriving {
    type filter hook input priority 0;
    ip daddr 127.0.2.0/25 drop
  }
}
"""


class Crowd:
    """Listens on many addresses and ports with one thread.  Those on port 22
    greet, the others stay silent until the scanner leaves."""

    def __init__(self, places):
        self.selector = selectors.DefaultSelector()
        self.stop, stopped = socket.socketpair()
        self.selector.register(stopped, selectors.EVENT_READ, self.leave)
        for place in sorted(places):
            listener = socket.create_server(place, backlog=64)
            listener.setblocking(False)
            self.selector.register(listener, selectors.EVENT_READ, self.accept)
        self.running = True
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        while self.running:
            for key, _ in self.selector.select():
                key.data(key.fileobj)
        for key in list(self.selector.get_map().values()):
            key.fileobj.close()
        self.selector.close()

    def leave(self, _):
        self.running = False

    def accept(self, listener):
        try:
            connection, _ = listener.accept()
            connection.setblocking(False)
            if listener.getsockname()[1] == 22:
                connection.send(GREETING)
        except OSError:
            return  # the scanner has left already
        self.selector.register(connection, selectors.EVENT_READ, self.hear)

    def hear(self, connection):
        try:
            if connection.recv(4096):
                return
        except OSError:
            pass
        self.selector.unregister(connection)
        connection.close()

    def close(self):
        self.stop.close()
        self.thread.join()


class Checkpoint:
    """What a checkpoint file says, as far as the tests look into it."""

    def __init__(self, path):
        with open(path, encoding="ascii") as file:
            self.lines = file.read().splitlines()

    def all(self, word):
        return [line.split(" ")[1:] for line in self.lines
                if line.startswith(word + " ")]

    @property
    def cursors(self):
        return [int(fields[0]) for fields in self.all("cursor")]


class Records:
    """The records of a report in JSON Lines, by their kind."""

    def __init__(self, lines):
        records = [json.loads(line) for line in lines.splitlines()]
        self.scan = records[0]
        self.summary = records[-1]
        self.ports = [record for record in records
                      if record["record"] == "port"]
        self.hosts = [record for record in records
                      if record["record"] == "host"]

    def places(self, state=None):
        return [(record["address"], record["port"]) for record in self.ports
                if state in (None, record["state"])]


@harness.needs_own_network
class Resume(harness.Case):
    def setUp(self):
        super().setUp()
        seed = int.from_bytes(os.urandom(4), "big")
        print("moments of death: seed", seed)
        self.random = random.Random(seed)

    def crowd(self, places=OPEN):
        crowd = Crowd(places)
        self.addCleanup(crowd.close)

    def kill_after(self, seconds, *args):
        """Start a scan and kill it then; it must not have ended before."""
        process = self.start("-n", "-q", *args)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        out, err = process.communicate()
        self.assertEqual(process.returncode, -signal.SIGKILL, (out, err))
        self.assertEqual(err, b"")

    def await_cursors(self, process, cursor):
        """Wait until the checkpoint of every worker is at `cursor`."""
        path = self.path("state")
        while not os.path.exists(path) or min(
                Checkpoint(path).cursors) < cursor:
            with self.assertRaises(subprocess.TimeoutExpired):
                process.wait(0.1)

    def kill_and_resume(self, kills, *args, rate, longest=2.5):
        """Kill a slow scan `kills` times, let the next run finish as fast as
        it can; return that one's records and the checkpoint before it."""
        slow = (*args, "--rate", str(rate))
        self.kill_after(self.random.uniform(1.5, longest), *slow,
                        "--checkpoint", "state")
        for _ in range(kills - 1):
            self.kill_after(self.random.uniform(0.05, longest), *slow,
                            "--resume", "state")
        before = Checkpoint(self.path("state"))
        run = self.run_portscan("-n", "-q", *args, "--resume", "state",
                                "--jsonl", "-")
        self.assertEqual(run.status, 0, run)
        self.assertEqual(run.err, "")
        self.assertEqual(os.listdir(self.folder), ["state"])
        return Records(run.out), before

    def expect_counted_once(self, records, addresses):
        """Every question has one outcome, and every host that answered one
        record, whichever run it was that found them out."""
        states = records.summary["states"]
        self.assertEqual(sum(states.values()), addresses * len(PORTS))
        self.assertEqual(sum(records.summary["reasons"].values()),
                         addresses * len(PORTS))
        hosts = [record["address"] for record in records.hosts]
        self.assertEqual(len(hosts), len(set(hosts)))
        self.assertEqual(len(hosts), records.summary["hosts_answered"])
        for record in records.hosts:
            self.assertEqual(sum(record["states"].values()), len(PORTS),
                             record)

    def test_open_ports_are_all_reported_once(self):
        self.crowd()
        records, before = self.kill_and_resume(
            10, NETWORK, "-p", PORT_LIST, rate=900)
        self.assertGreater(sum(before.cursors), 2000)
        self.assertGreater(len(before.all("port")), 0)
        self.assertCountEqual(records.places(), OPEN)
        self.expect_counted_once(records, 256)
        self.assertEqual(records.summary["hosts_answered"], 256)
        self.assertIs(records.summary["complete"], True)
        for record in records.ports:
            service = record["service"] and record["service"]["product"]
            self.assertEqual(service, "Check" if record["port"] == 22
                             else None, record)

    def test_every_port_is_reported_once_with_its_state(self):
        self.crowd()
        records, before = self.kill_and_resume(
            10, NETWORK, "-p", PORT_LIST, "--show", "all", rate=900)
        self.assertGreater(len(before.all("port")), 1000)
        everything = {("127.0.1.{}".format(host), port)
                      for host in range(256) for port in PORTS}
        self.assertCountEqual(records.places("open"), OPEN)
        self.assertCountEqual(records.places("closed"), everything - OPEN)
        self.assertEqual(len(records.ports), len(everything))
        self.expect_counted_once(records, 256)

    def test_silent_addresses_are_given_up_once(self):
        nft = need("nft")
        self.addCleanup(subprocess.run, [nft, "flush", "ruleset"], check=True)
        subprocess.run([nft, "-f", "-"], input=SILENCE.encode(), check=True)
        records, _ = self.kill_and_resume(
            3, "127.0.2.0/24", "-p", PORT_LIST, "-Pn", rate=2000, longest=4)
        self.expect_counted_once(records, 256)
        self.assertEqual(records.summary["states"]["filtered"],
                         128 * len(PORTS))
        self.assertEqual(records.summary["states"]["closed"],
                         128 * len(PORTS))

    def test_large_network_goes_on_in_its_group(self):
        # Of two groups of 16,384 addresses the second is under way.
        open_ports = {("127.7.{}.{}".format(net, host), 2076)
                      for net in range(0, 128, 5) for host in (3, 77)}
        self.crowd(open_ports)
        scan = ("-n", "-q", "127.7.0.0/17", "-p", "2076,2077", "--jsonl", "-")
        process = self.start(*scan, "--rate", "6000", "--checkpoint", "state",
                             stdout=subprocess.DEVNULL)
        self.await_cursors(process, 2 * 16384 + 1000)
        process.kill()
        process.communicate()
        before = Checkpoint(self.path("state"))
        self.assertLess(max(before.cursors), 65536)
        self.assertGreater(len(before.all("known")), 0)
        run = self.run_portscan(*scan, "--resume", "state")
        self.assertEqual(run.status, 0, run.err)
        records = Records(run.out)
        self.assertCountEqual(records.places(), open_ports)
        hosts = [record["address"] for record in records.hosts]
        self.assertEqual(len(hosts), 32768)
        self.assertEqual(len(set(hosts)), 32768)
        self.assertEqual(records.summary["states"]["closed"],
                         65536 - len(open_ports))

    def test_interrupted_scan_goes_on(self):
        self.crowd()
        scan = ("-n", "-q", NETWORK, "-p", PORT_LIST)
        process = self.start(*scan, "--rate", "3000", "--checkpoint", "state",
                             "--jsonl", "-", stdout=subprocess.PIPE)
        for line in process.stdout:  # something was found
            if b'"port"' in line[:20]:
                break
        process.send_signal(signal.SIGINT)
        process.communicate()
        self.assertEqual(process.returncode, 3)
        run = self.run_portscan(*scan, "--resume", "state", "--jsonl", "-")
        self.assertEqual(run.status, 0, run)
        records = Records(run.out)
        self.assertCountEqual(records.places(), OPEN)
        self.expect_counted_once(records, 256)

    def test_slower_scan_goes_on(self):
        # One probe at a time, for as many workers as there were.
        self.crowd()
        scan = ("-n", "-q", NETWORK, "-p", PORT_LIST, "--no-banner")
        self.kill_after(2, *scan, "--rate", "9000", "--checkpoint", "state")
        process = self.start(*scan, "--rate", "2000", "--max-in-flight", "1",
                             "--resume", "state")
        before = sum(Checkpoint(self.path("state")).cursors)
        while sum(Checkpoint(self.path("state")).cursors) < before + 500:
            with self.assertRaises(subprocess.TimeoutExpired):
                process.wait(0.1)
        process.kill()
        process.communicate()
        run = self.run_portscan(*scan, "--max-in-flight", "1", "--resume",
                                "state", "--jsonl", "-")
        self.assertEqual(run.status, 0, run)
        records = Records(run.out)
        self.assertCountEqual(records.places(), OPEN)
        self.expect_counted_once(records, 256)

    def test_finished_scan_only_reports_again(self):
        self.crowd()
        scan = ("-n", "-q", "--jsonl", "-", NETWORK, "-p", "22,80")
        first = Records(self.run_portscan(*scan, "--checkpoint", "state").out)
        again = Records(self.run_portscan(*scan, "--resume", "state").out)
        for port in first.ports:
            self.assertEqual(port["process"]["pid"], os.getpid())
            port["process"] = None  # who listens now need not have then
        self.assertEqual(sorted(map(json.dumps, again.ports)),
                         sorted(map(json.dumps, first.ports)))
        self.assertEqual(again.hosts, first.hosts)
        self.assertEqual(again.scan["seed"], first.scan["seed"])
        for name in "attempts", "states", "reasons", "verdicts", "started":
            self.assertEqual(again.summary[name], first.summary[name], name)
        self.assertGreaterEqual(again.summary["elapsed_ms"],
                                first.summary["elapsed_ms"])

    def test_new_checkpoint_may_be_another_file(self):
        scan = ("-n", "-q", "127.0.3.0/28", "-p", "1-50")
        self.run_portscan(*scan, "--checkpoint", "old")
        with open(self.path("old"), "rb") as file:
            old = file.read()
        run = self.run_portscan(*scan, "--resume", "old", "--checkpoint",
                                "new")
        self.assertEqual(run.status, 0, run)
        with open(self.path("old"), "rb") as file:
            self.assertEqual(file.read(), old)
        self.assertEqual(Checkpoint(self.path("new")).cursors,
                         Checkpoint(self.path("old")).cursors)

    def test_checkpoint_that_cannot_be_kept_is_told(self):
        self.crowd()
        os.mkdir(self.path("folder"))
        process = self.start("-n", "-q", "127.0.1.0/26", "-p", PORT_LIST,
                             "--rate", "3000", "--jsonl", "-",
                             "--checkpoint", "folder/state")
        lines = [process.stdout.readline()]  # it has begun
        shutil.rmtree(self.path("folder"))
        out, err = process.communicate()
        self.assertEqual(process.returncode, 3)
        self.assertEqual(err, b"portscan: cannot keep the checkpoint: No such "
                              b"file or directory\n")
        records = Records(b"".join([*lines, out]))
        self.assertIs(records.summary["complete"], True)

    def test_shards_are_the_whole_and_share_nothing(self):
        self.crowd()
        scan = ("-n", "-q", NETWORK, "-p", "20-29,80,8080", "--show", "all",
                "--seed", "7", "--jsonl", "-")
        whole = Records(self.run_portscan(*scan).out)
        places = []
        for shard in range(1, 4):
            run = self.run_portscan(*scan, "--shard", "{}/3".format(shard))
            self.assertEqual(run.status, 0, run)
            part = Records(run.out)
            self.assertEqual(part.scan["probes"], 256 * 12 // 3)
            self.assertEqual(sum(part.summary["states"].values()),
                             256 * 12 // 3)
            places += part.places()
        self.assertEqual(len(places), 256 * 12)
        self.assertCountEqual(places, whole.places())

    def test_shard_goes_on(self):
        self.crowd()
        scan = (NETWORK, "-p", PORT_LIST, "--show", "all", "--shard", "2/3",
                "--seed", "7")
        records, _ = self.kill_and_resume(2, *scan, rate=900)
        run = self.run_portscan("-n", "-q", *scan, "--jsonl", "-")
        self.assertCountEqual(records.places(), Records(run.out).places())


class Refuse(harness.Case):
    """Each with one line that says why, and before a report is touched."""

    SCAN = ("-n", "-q", "127.0.0.1", "-p", "1-9", "--json", "report")

    def setUp(self):
        super().setUp()
        run = self.run_portscan(*self.SCAN, "--checkpoint", "state")
        self.assertIn(run.status, (0, 3), run)
        with open(self.path("state"), "rb") as file:
            self.state = file.read()
        self.write("report", "untouched")

    def expect_refusal(self, run, pattern):
        self.assertEqual(run.status, 2, run)
        self.assertEqual(run.out, "")
        self.assertRegex(run.err, r"\Aportscan: " + pattern + r"\n\Z")
        with open(self.path("report"), encoding="ascii") as file:
            self.assertEqual(file.read(), "untouched")

    def test_another_scan(self):
        rows = [
            (["127.0.0.2"], "targets differ: 127.0.0.1 there, "
             "127.0.0.1-127.0.0.2 here"),
            (["--exclude-ports", "9"],
             "TCP ports differ: 1-9 there, 1-8 here"),
            (["-sT", "-sU"], "UDP ports differ: none there, 1-9 here"),
            (["--seed", "1"], r"seed differs: \d+ there, 1 here"),
            (["--shard", "1/2"], "shard differs: 1/1 there, 1/2 here"),
            (["--timeout", "800"],
             "timeout differs: 900 ms there, 800 ms here"),
            (["--retries", "1"], "retries differ: .* there, 1 here"),
            (["--no-banner"], "talks with open ports differ: light there, no here"),
            (["-Pn"], "discovery differs: yes there, no here"),
            (["--show", "all"], "what to show differs: open there, all here"),
        ]
        for options, difference in rows:
            with self.subTest(options=options):
                run = self.run_portscan(*self.SCAN, *options, "--resume",
                                        "state")
                self.expect_refusal(run,
                                    "state: another scan: " + difference)
        with open(self.path("state"), "rb") as file:
            self.assertEqual(file.read(), self.state)

    def test_what_is_no_whole_checkpoint(self):
        middle = len(self.state) // 2
        lines = self.state.count(b"\n")
        edited = re.sub(rb"(?m)^elapsed \d+$", b"elapsed 999999", self.state)
        rows = [
            (b"", "1: not a checkpoint of portscan"),
            (b'{"record":"scan"}\n', "1: not a checkpoint of portscan"),
            (re.sub(rb"checkpoint \d+", b"checkpoint 99", self.state),
             "1: the checkpoint of another version of portscan"),
            (self.state[:middle], r"\d+: ends early: a part of it is missing"),
            (self.state[:-1], "{}: ends early: a part of it is missing".format(
                lines)),
            (edited, "{}: its digest does not match: it was changed or "
             "damaged".format(lines)),
        ]
        for content, why in rows:
            with self.subTest(why=why):
                with open(self.path("state"), "wb") as file:
                    file.write(content)
                run = self.run_portscan(*self.SCAN, "--resume", "state")
                self.expect_refusal(run, "state:" + why)

    def test_files_that_cannot_be_used(self):
        os.mkdir(self.path("folder"))
        os.mkfifo(self.path("pipe"))
        rows = [
            (["--resume", "nothing"], "nothing: No such file or directory"),
            (["--resume", "folder"], "folder: Is a directory"),
            (["--checkpoint", "folder"], "folder: Is a directory"),
            (["--checkpoint", "nowhere/state"],
             "nowhere/state: No such file or directory"),
            (["--checkpoint", "pipe"], "pipe: not a regular file"),
            (["--checkpoint", "report"],
             "report: both a report and a checkpoint"),
        ]
        for options, why in rows:
            with self.subTest(options=options):
                self.expect_refusal(
                    self.run_portscan(*self.SCAN, *options), why)


if __name__ == "__main__":
    harness.main()
