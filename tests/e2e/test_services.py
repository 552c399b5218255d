#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Who answers: what is asked at each level, what is never sent, and services
that would like to keep us busy."""
import resource
import socket
import ssl
import threading
import zlib

import servers
from harness import Case, main
from listeners import closes, dribbles, floods, http, listen, says, silent

HTTP_OK = b"HTTP/1.0 200 OK\r\nServer: e2e/1.0\r\n"
MIB = 1024


class Recorder:
    """A handler that keeps what each connection sends, and replies once."""

    def __init__(self, reply=b""):
        self.reply = reply
        self.lock = threading.Lock()
        self.heard = []

    def __call__(self, connection, _):
        index = None
        while True:
            data = connection.recv(4096)
            if not data:
                return
            with self.lock:
                if index is None:
                    index = len(self.heard)
                    self.heard.append(b"")
                self.heard[index] += data
            if self.reply:
                connection.sendall(self.reply)


def endless_fields(connection, stopped):
    connection.recv(4096)
    connection.sendall(HTTP_OK)
    while not stopped.is_set():
        connection.sendall(b"X-More: " + b"y" * 1000 + b"\r\n")


def endless_handshake(connection, stopped):
    """Begins a TLS message of 16 MB, and means it."""
    if connection.recv(4096)[:1] != b"\x16":
        return
    connection.sendall(b"\x16\x03\x03\x40\x00\x0b\xff\xff\xff" + b"c" * 16380)
    while not stopped.is_set():
        connection.sendall(b"\x16\x03\x03\x40\x00" + b"c" * 16384)


def half_a_handshake(connection, stopped):
    """An answer to a TLS hello that never ends."""
    if connection.recv(4096)[:1] == b"\x16":
        connection.sendall(b"\x16\x03\x03\x00\x7a\x02")
        silent(connection, stopped)


def bomb(connection, _):
    connection.recv(4096)
    body = zlib.compress(b"\0" * 10_000_000)
    connection.sendall(HTTP_OK + b"Content-Encoding: deflate\r\n"
                       b"Content-Length: %d\r\n\r\n" % len(body) + body)


class ServiceCase(Case):
    def records(self, *args, **options):
        """The port records of a scan of this machine, by port."""
        document = self.scan("127.0.0.1", "-n", "-q", *args, **options)
        return {record["port"]: record for record in document["ports"]}

    def record(self, listener, *args):
        return self.records("-p", str(listener.port), *args)[listener.port]


class Questions(ServiceCase):
    def test_tls_that_answers_plain_words_with_an_alert_is_looked_into(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(servers.certificate_of(self))

        def alerts(connection, stopped):
            if connection.recv(1, socket.MSG_PEEK) != b"\x16":
                connection.recv(4096)
                connection.sendall(b"\x15\x03\x03\x00\x02\x02\x46")
                return
            with context.wrap_socket(connection, server_side=True) as inside:
                http(inside, stopped)

        listener = listen(self, alerts)
        for options in (), ("-sV",):
            with self.subTest(options):
                record = self.record(listener, *options)
                self.assertEqual(record["service"]["name"], "https")
                self.assertEqual(record["service"]["product"], "e2e")
                self.assertEqual(record["tls"]["subject"], "CN=e2e.example")

    def test_light_is_two_connections(self):
        listener = listen(self, silent)
        record = self.record(listener)
        self.assertIsNone(record["service"])
        self.assertIn("silent", record["why"])
        self.assertLessEqual(listener.accepted, 2)

    def test_full_asks_for_all_that_is_common(self):
        recorder = Recorder()
        listener = listen(self, recorder)
        record = self.record(listener, "-sV")
        self.assertIn("silent", record["why"])
        self.assertGreater(listener.accepted, 10)
        self.assertLessEqual(listener.accepted, 60)
        starts = {heard[:4] for heard in recorder.heard}
        for expected in b"GET ", b"INFO", b"\x16\x03":
            self.assertTrue(any(start.startswith(expected)
                                for start in starts), expected)

    def test_full_tells_the_icon_and_more_pages(self):
        recorder = Recorder(HTTP_OK + b"Connection: close\r\n"
                            b"Content-Length: 0\r\n\r\n")
        listener = listen(self, recorder)
        record = self.record(listener, "-sV")
        self.assertEqual(record["service"]["name"], "http")
        self.assertTrue(any(heard.startswith(b"GET /favicon.ico")
                            for heard in recorder.heard))

    def test_redirects_stay_on_the_target(self):
        other = listen(self, http, address="127.0.0.9")
        location = "Location: http://127.0.0.9:%d/\r\n" % other.port
        away = Recorder(b"HTTP/1.0 302 Found\r\n" + location.encode() +
                        b"Content-Length: 0\r\n\r\n")
        record = self.record(listen(self, away), "-sV")
        self.assertEqual(record["http"]["location"],
                         "http://127.0.0.9:%d/" % other.port)
        self.assertEqual(other.accepted, 0)

    def test_printers_are_not_spoken_to(self):
        rows = (("127.0.3.1", ("-sV",), False),
                ("127.0.3.2", ("-sV", "--all-ports-talk"), True))
        for address, options, spoken in rows:
            with self.subTest(options):
                recorder = Recorder()
                listen(self, recorder, address=address, port=9100)
                self.scan(address, "-n", "-q", "-p", "9100", *options)
                self.assertEqual(bool(recorder.heard), spoken)

    def test_no_banner_says_nothing(self):
        recorder = Recorder()
        record = self.record(listen(self, recorder), "--no-banner")
        self.assertEqual(recorder.heard, [])
        self.assertIsNone(record["service"])
        run = self.run_portscan("127.0.0.1", "-sV", "--no-banner")
        self.assertEqual(run.status, 2)
        self.assertIn("-sV and --no-banner", run.err)


class OddOnes(ServiceCase):
    """Each is reported as what it is, and costs no more than any other."""

    ODD = (
        (floods, None, "endless"),
        (closes, None, "hangs-up"),
        (silent, None, "silent"),
        (dribbles, None, "unrecognised"),
        (says(bytes(range(128, 256))), None, "unrecognised"),
        (endless_fields, "http", None),
        (bomb, "http", None),
        (half_a_handshake, None, None),
        (endless_handshake, None, None),
    )

    def peak(self):
        """Of all processes so far that ended, in KiB."""
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss

    def test_are_what_they_are_within_bounds(self):
        calm = [listen(self, says(b"SSH-2.0-e2e_1\r\n")) for _ in self.ODD]
        self.records("-sV", "-p", ",".join(
            str(listener.port) for listener in calm))
        before = self.peak()
        listeners = [listen(self, handle) for handle, _, _ in self.ODD]
        records = self.records("-sV", "-p", ",".join(
            str(listener.port) for listener in listeners))
        self.assertLess(self.peak() - before, 64 * MIB)
        for listener, (handle, name, why) in zip(listeners, self.ODD):
            with self.subTest(getattr(handle, "__name__", "says")):
                record = records[listener.port]
                service = record["service"]
                self.assertEqual(service and service["name"], name)
                if why:
                    self.assertIn(why, record["why"])


class Database(ServiceCase):
    def test_a_file_of_the_users_is_used_too(self):
        path = self.write("mine", "Probe TCP NULL q||\n"
                          "match frob m|^frobd ([\\d.]+)| p/Frob/ v/$1/\n")
        listener = listen(self, says(b"frobd 3.4\r\n"))
        self.assertIsNone(self.record(listener)["service"])
        service = self.record(listener, "--service-db", path)["service"]
        self.assertEqual((service["name"], service["product"],
                          service["version"]), ("frob", "Frob", "3.4"))

    def test_a_bad_file_stops_the_scan_before_it_begins(self):
        path = self.write("bad", "Probe TCP NULL q||\nmatch x m|(|\n")
        listener = listen(self, silent)
        run = self.run_portscan("127.0.0.1", "-p", str(listener.port),
                                "--service-db", path)
        self.assertEqual(run.status, 2)
        self.assertRegex(run.err, r"bad:2: ")
        self.assertEqual(listener.accepted, 0)


main()
