# SPDX-License-Identifier: Apache-2.0
"""Reports, read back by programs that are not ours."""
import csv
import json
import os
import signal
import threading

import jsonschema

from harness import SOURCE, Case, main
from listeners import http, listen, says, silent

COLUMNS = ("address,hostname,port,protocol,state,reason,rtt_ms,"
           "registry_status,registry_name,service,product,version,verdict,why,"
           "banner,time").split(",")


def schema():
    path = os.path.join(SOURCE, "docs", "record.schema.json")
    with open(path, encoding="utf-8") as file:
        return json.load(file)


class Reports(Case):
    def setUp(self):
        super().setUp()
        ports = [listen(self, handle).port for handle in
                 (http, silent, says(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"))]
        self.opened = set(ports)
        self.args = ("127.0.0.1", "-p", ",".join(map(str, ports)))

    def read(self, name):
        with open(self.path(name), encoding="utf-8", newline="") as file:
            return file.read()

    def validate(self, record):
        jsonschema.validate(record, schema())

    def test_all_formats_at_once_agree(self):
        run = self.run_portscan(*self.args, "--csv", "a.csv", "--json",
                                "a.json", "--jsonl", "a.jsonl")
        self.assertEqual(run.status, 0, run)
        document = json.loads(self.read("a.json"))
        lines = list(map(json.loads, self.read("a.jsonl").splitlines()))
        rows = list(csv.DictReader(self.read("a.csv").splitlines(True)))
        by_json = {record["port"]: record for record in document["ports"]}
        by_line = {record["port"]: record for record in lines
                   if record["record"] == "port"}
        self.assertEqual(by_json, by_line)
        self.assertEqual(set(by_json), self.opened)
        self.assertEqual({int(row["port"]) for row in rows}, self.opened)
        for row in rows:
            record = by_json[int(row["port"])]
            self.assertEqual(list(row), COLUMNS)
            for name in ("address", "protocol", "state", "reason", "verdict",
                         "time"):
                self.assertEqual(row[name], record[name])
            self.assertEqual(float(row["rtt_ms"]), record["rtt_ms"])
            self.assertEqual(row["hostname"], record["hostname"] or "")
            self.assertEqual(row["registry_status"],
                             record["registry"]["status"])
            service = record["service"] or {}
            self.assertEqual(row["service"], service.get("name") or "")
            self.assertEqual(row["version"], service.get("version") or "")
            self.assertEqual(set(row["why"].split()) or
                             set(row["why"].split(";")), set(record["why"]))
        self.assertIn("3 open", run.out)

    def test_json_follows_the_published_schema(self):
        run = self.run_portscan(*self.args, "--json", "a.json", "--jsonl",
                                "a.jsonl", "--show", "all")
        self.assertEqual(run.status, 0, run)
        document = json.loads(self.read("a.json"))
        self.assertEqual(set(document), {"complete", "scan", "hosts", "ports",
                                         "summary"})
        for record in (document["scan"], document["summary"],
                       *document["hosts"], *document["ports"]):
            self.validate(record)
        kinds = []
        for line in self.read("a.jsonl").splitlines():
            record = json.loads(line)
            self.validate(record)
            kinds.append(record["record"])
        self.assertEqual(kinds[0], "scan")
        self.assertEqual(kinds[-1], "summary")
        self.assertEqual(kinds.count("port"), 3)
        self.assertEqual(kinds.count("host"), 1)

    def test_the_schema_refuses_what_is_not_a_record(self):
        record = self.scan(*self.args)["ports"][0]
        self.validate(record)
        for field, wrong in (("state", "ajar"), ("port", "22"),
                             ("record", "portt")):
            with self.subTest(field):
                with self.assertRaises(jsonschema.ValidationError):
                    self.validate(dict(record, **{field: wrong}))

    def test_csv_on_stdout_has_the_promised_columns(self):
        run = self.run_portscan(*self.args, "--csv", "-")
        self.assertEqual(run.status, 0, run)
        self.assertEqual(run.out.splitlines()[0].split(","), COLUMNS)
        self.assertEqual(len(run.out.splitlines()), 4)

    def test_a_full_disk_is_told(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("there is no /dev/full")
        run = self.run_portscan(*self.args, "--jsonl", "/dev/full")
        self.assertNotEqual(run.status, 0)
        self.assertIn("/dev/full", run.err)

    def test_a_closed_pipe_ends_the_scan_quietly(self):
        reader, writer = os.pipe()
        os.close(reader)
        process = self.start(*self.args, "--jsonl", "-", stdout=writer)
        os.close(writer)
        _, err = process.communicate(timeout=30)
        self.assertNotIn(b"Sanitizer", err)

    def test_one_file_for_both_streams_keeps_what_either_said(self):
        with open(self.path("log"), "wb") as log:
            process = self.start(*self.args, "-v", stdout=log, stderr=log)
            self.assertEqual(process.wait(60), 0)
        log = self.read("log")
        self.assertIn("--seed", log)
        self.assertIn("3 open", log)

    def test_a_closed_stdout_is_said_and_the_scan_incomplete(self):
        process = self.start(*self.args, stdout=None,
                             preexec_fn=lambda: os.close(1))
        self.assertIn(b"standard output: Bad file descriptor",
                      process.communicate()[1])
        self.assertEqual(process.returncode, 3)

    def test_whatever_prints_notices_a_full_disk(self):
        for args in (self.args, ["--help"], ["--version"], ["-sL", "::1"],
                     ["explain", "22"], ["explain", "--help"],
                     ["registry", "info"], ["registry", "export"]):
            with self.subTest(args), open("/dev/full", "wb") as full:
                process = self.start(*args, stdout=full)
                self.assertIn(b"No space left", process.communicate()[1])
                self.assertEqual(process.returncode, 3)


class Interrupted(Case):
    def start_long_scan(self, *args):
        """A scan of a minute that has found its first open port."""
        found = threading.Event()

        def handle(connection, stopped):
            found.set()
            silent(connection, stopped)

        for port in range(30000, 36000, 100):
            listen(self, handle, port=port)
        process = self.start("127.0.0.1", "-p", "30000-35999", "--rate", "100",
                             "--seed", "1", "--no-banner", *args)
        self.assertTrue(found.wait(30), "the scan did not begin")
        return process

    def report(self):
        with open(self.path("report.json"), encoding="utf-8") as file:
            return json.load(file)

    def interrupt(self, number):
        process = self.start_long_scan("--json", "report.json")
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 3, (out, err))
        document = self.report()
        self.assertFalse(document["complete"])
        self.assertTrue(document["summary"]["interrupted"])
        states = document["summary"]["states"]
        self.assertEqual(sum(states.values()), 6000)
        self.assertGreater(states["untested"], 5000)
        self.assertIn("interrupted", (out + err).decode())

    def test_ctrl_c_ends_with_a_valid_and_incomplete_report(self):
        self.interrupt(signal.SIGINT)

    def test_a_polite_kill_ends_the_same_way(self):
        self.interrupt(signal.SIGTERM)

    def test_with_every_state_known_it_was_interrupted_all_the_same(self):
        asked = threading.Event()

        def handle(connection, stopped):
            connection.recv(1)
            asked.set()
            silent(connection, stopped)

        port = listen(self, handle).port
        process = self.start("127.0.0.1", "-p", str(port),
                             "--json", "report.json")
        self.assertTrue(asked.wait(30), "no payload came")
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(30), 3)
        document = self.report()
        self.assertTrue(document["complete"])
        self.assertTrue(document["summary"]["interrupted"])

    def test_a_list_that_nobody_wants_any_more_ends_at_once(self):
        process = self.start("-sL", "10.0.0.0/8")
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(30), -signal.SIGINT)

    def test_a_report_that_nobody_reads_can_be_left(self):
        process = self.start("127.0.0.1", "-p", "30000-35999", "--show", "all")
        process.stdout.readline()  # the table comes when all is asked
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(30), -signal.SIGINT)

    def test_a_rude_kill_leaves_a_valid_and_incomplete_report(self):
        process = self.start_long_scan("--json", "report.json")
        process.kill()
        process.communicate(timeout=30)
        document = self.report()
        self.assertFalse(document["complete"])
        jsonschema.validate(document["scan"], schema())


main()
