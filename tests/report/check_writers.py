#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Read what the writers wrote with programs that are not ours.

usage: check_writers.py EMIT SCHEMA

EMIT is the program built from emit.c.  Exits with 77, which ctest takes for
skipped, when the jsonschema module is missing and everything else holds.
"""
import base64
import csv
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

EMIT, SCHEMA = sys.argv[1:3]

PORTS = 9  # findings of the sample scan

try:
    import jsonschema
except ImportError:
    jsonschema = None

HOSTILE = (b"=cmd|' /C calc'!A0\x1b[2J\0\"a\",b;\"=1\"\r\n\xff\xc3(caf\xc3\xa9"
           b"\xe2\x80\xae")


def emit(form, *arguments):
    """The bytes of a report, and how the program ended."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "report")
        status = subprocess.run([EMIT, form, path, *arguments]).returncode
        with open(path, "rb") as report:
            return report.read(), status


def unescape(text):
    """The bytes behind the visible form that CSV uses."""
    short = {"n": b"\n", "r": b"\r", "t": b"\t", "\\": b"\\"}
    out = b""
    for escape, plain in re.findall(r"\\(x[0-9a-f]{2}|[nrt\\])|([^\\]+)", text):
        if plain:
            out += plain.encode()
        else:
            out += short.get(escape) or bytes.fromhex(escape[1:])
    return out


def schema_of(name):
    with open(SCHEMA, encoding="utf-8") as file:
        schema = json.load(file)
    return {"$schema": schema["$schema"], "$defs": schema["$defs"],
            "$ref": "#/$defs/" + name}


class Json(unittest.TestCase):
    def test_document_has_every_part(self):
        report, status = emit("json")
        document = json.loads(report)
        self.assertEqual(status, 0)
        self.assertIs(document["complete"], True)
        self.assertEqual(len(document["ports"]), PORTS)
        self.assertEqual(len(document["hosts"]), 1)
        self.assertEqual(document["scan"]["seed"], str(2**64 - 1))

    def test_killed_scan_leaves_a_valid_document(self):
        report, status = emit("json", "killed")
        document = json.loads(report)
        self.assertEqual(status, -signal.SIGKILL)
        self.assertIs(document["complete"], False)
        self.assertIsNone(document["summary"])
        self.assertEqual(len(document["ports"]), PORTS)

    def test_document_equals_the_lines(self):
        document = json.loads(emit("json")[0])
        lines = [json.loads(line) for line in emit("jsonl")[0].splitlines()]
        self.assertEqual(lines, [document["scan"], *document["ports"],
                                 *document["hosts"], document["summary"]])

    def test_banner_keeps_its_bytes(self):
        port = json.loads(emit("json")[0])["ports"][5]
        self.assertEqual(base64.b64decode(port["banner_b64"]), HOSTILE)
        self.assertTrue(port["banner"].startswith("=cmd|"))

    def test_facts_have_the_types_of_their_kinds(self):
        ports = json.loads(emit("json")[0])["ports"]
        self.assertEqual(ports[0]["ssh"]["kex"], ["sntrup761x25519-sha512",
                                                  "curve25519-sha256"])
        self.assertEqual(ports[7]["http"], {
            "status": 404, "title": "Gate & Sons", "favicon": -1840324437})
        self.assertEqual(ports[7]["tls"], {
            "version": "TLSv1.3", "subject": "CN=gate", "chain": 1,
            "self_signed": True, "client_cert": False})
        self.assertEqual(ports[5]["details"], {
            "device": {"model": "=cmd|'\uffff\u202e"},
            "app": {"detail": [
                ']]><script>alert("1")</script>\n\x1b[2J\ufffd', ""]}})
        self.assertEqual([port["tls"] for port in ports[:7]], [None] * 7)

    def test_reports_hold_no_control_bytes(self):
        for form in "json", "jsonl", "csv", "xml", "html", "table":
            visible = emit(form)[0].decode().replace("\n", "")
            self.assertEqual(re.findall("[\0-\x1f\x7f-\x9f\u202e]", visible),
                             [], form)


@unittest.skipIf(jsonschema is None, "python3-jsonschema is missing")
class Schema(unittest.TestCase):
    def test_document_is_as_published(self):
        for arguments in ((), ("killed",)):
            document = json.loads(emit("json", *arguments)[0])
            jsonschema.validate(document, schema_of("document"))

    def test_lines_are_as_published(self):
        for line in emit("jsonl")[0].splitlines():
            record = json.loads(line)
            jsonschema.validate(record, schema_of(record["record"]))

    def test_schema_as_a_whole_accepts_both(self):
        with open(SCHEMA, encoding="utf-8") as file:
            schema = json.load(file)
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(json.loads(emit("json")[0]), schema)
        for line in emit("jsonl")[0].splitlines():
            jsonschema.validate(json.loads(line), schema)

    def test_schema_refuses_a_member_it_does_not_know(self):
        document = json.loads(emit("json")[0])
        document["ports"][0]["colour"] = "red"
        with self.assertRaises(jsonschema.ValidationError):
            jsonschema.validate(document, schema_of("document"))


class Facts(unittest.TestCase):
    """docs/record.schema.json and the table in identify/facts.c agree."""

    KINDS = {"text": {"type": "string"}, "number": {"type": "integer"},
             "flag": {"type": "boolean"}, "list": {"$ref": "#/$defs/texts"}}

    def test_schema_has_every_key_and_no_other(self):
        printed = subprocess.run([EMIT, "facts"], stdout=subprocess.PIPE,
                                 check=True).stdout.decode()
        table = {tuple(row.split()) for row in printed.splitlines()}
        self.assertEqual(set(self.published()), table)

    def published(self):
        defs = schema_of("document")["$defs"]
        groups = {name: defs[name] for name in ("tls", "ssh", "http")}
        groups.update(defs["details"]["properties"])
        for group, definition in groups.items():
            for name, member in definition["properties"].items():
                kind = {key: member[key] for key in member
                        if key != "description"}
                yield group, name, next(
                    word for word, form in self.KINDS.items() if form == kind)


class Csv(unittest.TestCase):
    def rows(self):
        text = emit("csv")[0].decode()
        return list(csv.DictReader(text.splitlines(keepends=True),
                                   strict=True))

    def test_each_finding_is_one_line(self):
        self.assertEqual(emit("csv")[0].count(b"\n"), 1 + PORTS)

    def test_every_row_has_every_column(self):
        for row in self.rows():
            self.assertNotIn(None, row)
            self.assertNotIn(None, row.values())

    def test_rows_equal_the_json_records(self):
        ports = json.loads(emit("json")[0])["ports"]
        for row, port in zip(self.rows(), ports, strict=True):
            service = port["service"] or {}
            self.assertEqual(row["address"], port["address"])
            self.assertEqual(int(row["port"]), port["port"])
            self.assertEqual(row["protocol"], port["protocol"])
            self.assertEqual(row["state"], port["state"])
            self.assertEqual(row["reason"], port["reason"])
            self.assertEqual(float(row["rtt_ms"]) if row["rtt_ms"] else None,
                             port["rtt_ms"])
            self.assertEqual(row["registry_status"],
                             port["registry"]["status"])
            self.assertEqual(row["registry_name"] or None,
                             port["registry"]["name"])
            self.assertEqual(row["service"] or None, service.get("name"))
            self.assertEqual(row["product"] or None, service.get("product"))
            self.assertEqual(row["version"] or None, service.get("version"))
            self.assertEqual(row["verdict"] or None, port["verdict"])
            self.assertEqual(row["why"].split(), port["why"])
            self.assertEqual("answers-on-every-port" in row["why"].split(),
                             port["suspect"])
            self.assertEqual(row["time"], port["time"])

    def test_banner_keeps_its_bytes(self):
        self.assertEqual(unescape(self.rows()[5]["banner"]), HOSTILE)

    def test_no_cell_is_a_formula_whatever_separates_cells(self):
        text = emit("csv")[0].decode()
        for delimiter in ",;\t":
            for row in csv.reader(text.splitlines(), delimiter=delimiter):
                for cell in row:
                    self.assertNotRegex(cell, '^[ "]*[=+@\t\r-]')


def told(table):
    """A table of nmap's XML as JSON has the same; every value is text."""
    if any("key" in child.attrib for child in table):
        return {child.get("key"): told(child) if child.tag == "table"
                else child.text or "" for child in table}
    return [child.text or "" for child in table]


def as_text(value):
    """A member of JSON in the words of XML."""
    if isinstance(value, dict):
        return {key: as_text(member) for key, member in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


class Xml(unittest.TestCase):
    def ports(self):
        """The ports of the report, each with its host and what it told."""
        for host in ElementTree.fromstring(emit("xml")[0]).iter("host"):
            tables = {table.get("key"): told(table) for table in
                      host.iterfind("hostscript/script/table")}
            for port in host.iter("port"):
                name = port.get("portid") + "/" + port.get("protocol")
                yield host, port, tables.pop(name, {})
            self.assertEqual(tables, {})

    def test_ports_equal_the_json_records(self):
        records = {(record["address"], record["port"]): record for record in
                   json.loads(emit("json")[0])["ports"]}
        for host, port, table in self.ports():
            record = records.pop((host.find("address").get("addr"),
                                  int(port.get("portid"))))
            state = port.find("state")
            self.assertEqual(port.get("protocol"), record["protocol"])
            self.assertEqual(state.get("state"), record["state"])
            self.assertEqual(state.get("reason"), record["reason"])
            self.assertEqual(table.get("verdict"), record["verdict"])
            self.assertEqual(table.get("why", []), record["why"])
            for group in "tls", "ssh":
                self.assertEqual(table.get(group), record[group] and
                                 as_text(record[group]))
        self.assertEqual(records, {})

    def test_services_equal_those_of_the_json_records(self):
        records = {(record["address"], record["port"]): record["service"] for
                   record in json.loads(emit("json")[0])["ports"]}
        members = {"product": "product", "version": "version",
                   "extrainfo": "extra", "hostname": "hostname",
                   "ostype": "os", "devicetype": "device"}
        probed = 0
        for host, port, _ in self.ports():
            service = port.find("service[@method='probed']")
            record = records[host.find("address").get("addr"),
                             int(port.get("portid"))]
            if service is None:
                self.assertIn(record and record["name"], [None, "tls"])
                continue
            probed += 1
            self.assertEqual({"https": "http"}.get(record["name"],
                                                   record["name"]),
                             service.get("name"))
            self.assertEqual(service.get("tunnel"),
                             "ssl" if record["tls"] else None)
            self.assertEqual([cpe.text for cpe in service.iter("cpe")],
                             record["cpe"])
            for attribute, member in members.items():
                self.assertEqual(service.get(attribute), record[member])
        self.assertEqual(probed, 4)

    def test_what_a_host_sent_comes_back_as_its_visible_form(self):
        table, = [table for _, port, table in self.ports()
                  if port.get("portid") == "25565"]
        self.assertEqual(table["app"]["detail"], [
            ']]><script>alert("1")</script>\\n\\x1b[2J\\xff', ""])
        self.assertEqual(unescape(table["device"]["model"]),
                         "=cmd|'\uffff\u202e".encode())

    def test_killed_scan_leaves_a_whole_document_that_says_so(self):
        report, status = emit("xml", "killed")
        document = ElementTree.fromstring(report)
        self.assertEqual(status, -signal.SIGKILL)
        self.assertEqual(document.find("runstats/finished").get("exit"),
                         "error")
        self.assertEqual(ElementTree.fromstring(emit("xml")[0]).find(
            "runstats/finished").get("exit"), "success")


if __name__ == "__main__":
    result = unittest.main(argv=sys.argv[:1], exit=False).result
    if not result.wasSuccessful():
        sys.exit(1)
    if result.skipped:
        sys.exit(77)
