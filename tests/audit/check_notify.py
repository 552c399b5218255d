#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Receive what a run's notifiers send with programs that are not ours.

usage: check_notify.py EMIT DOCUMENT

EMIT is the program built from emit_notify.c; from DOCUMENT,
docs/notifications.md, comes the function that verifies a signature.
"""
import email
import email.policy
import http.server
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest

EMIT, DOCUMENT = sys.argv[1:3]
SECRET = b"correct horse battery staple"
HEADLINE = "office: 6 new, 2 open, 3 changes; run 17 complete"


def documented(language):
    """The first block of code in a language."""
    with open(DOCUMENT, encoding="utf-8") as file:
        return re.search(r"```%s\n(.*?)```" % language, file.read(),
                         re.DOTALL).group(1)


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.headers, body))
        status = self.server.statuses.pop(0)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(b"thanks")

    def log_message(self, *_):
        pass


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="portscan-notify-")
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content, mode=0o600):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(content)
        os.chmod(self.path(name), mode)
        return self.path(name)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def emit(self, **targets):
        """What could not be told."""
        arguments = ["%s=%s" % item for item in targets.items()]
        return subprocess.run(
            [EMIT, *arguments], check=True, stdout=subprocess.PIPE,
            env={**os.environ, "no_proxy": "*"}).stdout.decode()


class Webhook(Case):
    def serve(self, statuses, wrap=None):
        server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
        server.received, server.statuses = [], statuses
        server.handle_error = lambda *_: None
        if wrap:
            server.socket = wrap(server.socket)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.place = "%s://127.0.0.1:%d" % ("https" if wrap else "http",
                                            server.server_port)
        return server

    def test_every_try_verifies_as_documented(self):
        names = {}
        exec(documented("python"), names)
        is_genuine = names["is_genuine"]
        server = self.serve([503, 503, 200])
        secret = self.write("secret", SECRET.decode() + "\n")
        self.assertEqual(
            self.emit(webhook=self.place + "/hook", secret=secret), "")
        self.assertEqual(len(server.received), 3)
        for headers, body in server.received:
            self.assertTrue(is_genuine(headers, body, SECRET))
            self.assertFalse(is_genuine(headers, body + b" ", SECRET))
            self.assertFalse(is_genuine(headers, body, b"another"))
            stamp = headers["X-Portscan-Timestamp"]
            self.assertLess(abs(int(stamp) - time.time()), 600)
            del headers["X-Portscan-Timestamp"]
            headers["X-Portscan-Timestamp"] = str(int(stamp) - 3600)
            self.assertFalse(is_genuine(headers, body, SECRET))
            self.assertEqual(headers["Idempotency-Key"],
                             "office-17-1795564800")

    def test_the_body_is_the_report(self):
        server = self.serve([200])
        self.assertEqual(self.emit(webhook=self.place), "")
        headers, body = server.received[0]
        self.assertEqual(headers["Content-Type"], "application/json")
        self.assertEqual(headers["X-Portscan-Event"], "audit-run")
        self.assertNotIn("X-Portscan-Signature", headers)
        self.assertEqual(json.loads(body)["audit"], "office")

    def test_a_refusal_is_one_line_without_secrets(self):
        self.serve([403])
        self.assertEqual(
            self.emit(webhook=self.place.replace("//", "//user:pass@") +
                      "/secret?key=secret"),
            "webhook %s/…: HTTP 403\n" % self.place)

    @unittest.skipUnless(shutil.which("openssl"), "no openssl")
    def test_a_certificate_that_nobody_vouches_for_is_not_trusted(self):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=127.0.0.1",
             "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
             self.path("key"), "-out", self.path("certificate")],
            check=True, stderr=subprocess.DEVNULL)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path("certificate"), self.path("key"))
        server = self.serve([200], lambda plain: context.wrap_socket(
            plain, server_side=True, do_handshake_on_connect=False))
        problem = self.emit(webhook=self.place)
        self.assertRegex(problem, r"^webhook %s/…: SSL.*\n$" % self.place)
        self.assertNotIn("tries", problem)
        self.assertEqual(server.received, [])


class Mail(Case):
    def test_a_mail_reader_understands_it(self):
        sendmail = self.write("sendmail", "#!/bin/sh\ncat >'%s'\n" %
                              self.path("mail"), 0o700)
        self.assertEqual(self.emit(mail="ops@example.org, root",
                                   sendmail=sendmail), "")
        raw = self.read("mail")
        self.assertTrue(raw.isascii())
        self.assertLess(max(map(len, raw.splitlines())), 79)
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        self.assertEqual(mail.defects, [])
        self.assertEqual(mail["To"], "ops@example.org, root")
        self.assertEqual(mail["Subject"], "portscan: " + HEADLINE)
        self.assertIsNone(mail["Bcc"])
        self.assertLess(abs(mail["Date"].datetime.timestamp() - time.time()),
                        600)
        self.assertEqual(mail.get_content_type(), "text/plain")
        lines = mail.get_content().splitlines()
        self.assertEqual(lines[0], HEADLINE)
        self.assertIn("  2076/tcp on 5 hosts: 10.0.0.5, 10.0.0.6, 10.0.0.7, "
                      "…  ssh OpenSSH 9.2p1 (number-dormant, "
                      "service-differs)", lines)


class Command(Case):
    def test_it_reads_the_report(self):
        command = self.write(
            "command", "#!/bin/sh\ncat >'%s'\nprintenv PORTSCAN_HEADLINE >"
            "'%s'\n" % (self.path("json"), self.path("headline")), 0o700)
        self.assertEqual(self.emit(command=command), "")
        self.assertEqual(json.loads(self.read("json"))["audit"], "office")
        self.assertEqual(self.read("headline").decode(), HEADLINE + "\n")


JOURNALD = "/lib/systemd/systemd-journald"
RSYSLOGD = "/usr/sbin/rsyslogd"
OWN_MOUNTS = ["unshare", "--mount", "--propagation", "private"]

# A journal of its own, in a /run that nobody else sees.
JOURNAL_SCRIPT = """
mount -t tmpfs none /run && mkdir -p /run/systemd/journal /run/log/journal
socket=/run/systemd/journal/socket
{journald} 2>/dev/null &
while kill -0 $! && ! test -S $socket; do :; done
{emit} journal=$socket && journalctl --sync
journalctl --directory /run/log/journal --output json \
    SYSLOG_IDENTIFIER=portscan
kill $!
"""


def may_mount():
    return subprocess.run(OWN_MOUNTS + ["true"],
                          stderr=subprocess.DEVNULL).returncode == 0


class Log(Case):
    @unittest.skipUnless(os.path.exists(JOURNALD) and may_mount(),
                         "no journal to start")
    def test_the_journal_has_its_fields(self):
        script = JOURNAL_SCRIPT.format(journald=JOURNALD, emit=EMIT)
        entries = subprocess.run(OWN_MOUNTS + ["sh", "-c", script],
                                 stdout=subprocess.PIPE, timeout=120).stdout
        entry = json.loads(entries)
        self.assertEqual(entry["MESSAGE"].splitlines()[0], HEADLINE)
        self.assertIn("Must be open, and is not as documented",
                      entry["MESSAGE"].splitlines())
        self.assertEqual(
            {name: entry[name] for name in entry
             if name.startswith("PORTSCAN_") or name == "PRIORITY"},
            {"PORTSCAN_AUDIT": "office", "PORTSCAN_RUN": "17",
             "PORTSCAN_NEW": "6", "PORTSCAN_OPEN": "2",
             "PORTSCAN_CHANGES": "3", "PRIORITY": "4"})

    @unittest.skipUnless(os.path.exists(RSYSLOGD), "no rsyslogd")
    def test_rsyslog_reads_the_structured_data(self):
        os.mkfifo(self.path("out"))
        configuration = self.write("configuration", """
            module(load="imuxsock" SysSock.Use="off")
            input(type="imuxsock" Socket="{0}/log" UseSpecialParser="off")
            template(name="all" type="string" string=
                     "%pri% %app-name% %msgid% %structured-data% %msg%\n")
            if $app-name == "portscan" then
                action(type="ompipe" pipe="{0}/out" template="all")
            """.format(self.folder))
        out = os.fdopen(os.open(self.path("out"), os.O_RDWR), "rb")
        self.addCleanup(out.close)
        daemon = subprocess.Popen([RSYSLOGD, "-n", "-f", configuration, "-i",
                                   self.path("pid")],
                                  stderr=subprocess.DEVNULL)
        self.addCleanup(daemon.wait)
        self.addCleanup(daemon.terminate)
        while daemon.poll() is None and \
                not os.path.exists(self.path("log")):
            os.sched_yield()
        self.assertEqual(self.emit(log=self.path("log")), "")
        self.assertEqual(
            out.readline().decode(),
            '12 portscan audit-run [portscan@32473 audit="office" run="17" '
            'new="6" open="2" changes="3"] %s\n' % HEADLINE)


class Metrics(Case):
    def setUp(self):
        super().setUp()
        self.assertEqual(self.emit(metrics=self.path("office.prom")), "")

    def test_each_is_documented_with_its_labels(self):
        with open(DOCUMENT, encoding="utf-8") as file:
            rows = re.findall(r"^\| `(portscan_audit_\w+)` \| (.*?) \|",
                              file.read(), re.MULTILINE)
        wanted = {name: set(re.findall(r"`(\w+)`", labels))
                  for name, labels in rows}
        found = {}
        for line in self.read("office.prom").decode().splitlines():
            if not line.startswith("#"):
                name, labels = re.match(r"(\w+)\{(.*)\} ", line).groups()
                found.setdefault(name, set()).update(
                    re.findall(r'(\w+)="', labels))
        self.assertEqual(found, {name: labels | {"audit"}
                                 for name, labels in wanted.items()})

    @unittest.skipUnless(shutil.which("promtool"), "no promtool")
    def test_promtool_finds_nothing(self):
        check = subprocess.run(["promtool", "check", "metrics"],
                               input=self.read("office.prom"),
                               stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT)
        self.assertEqual(check.stdout.decode(), "")
        self.assertEqual(check.returncode, 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
