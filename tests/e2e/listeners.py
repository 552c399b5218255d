# SPDX-License-Identifier: Apache-2.0
"""Small TCP and UDP servers inside the test, well-behaved or not."""
import socket
import struct
import threading


class Listener:
    """Listens at once; `handle(connection, stopped)` runs in a thread for
    each connection, and whoever waits in it waits for the event `stopped`."""

    def __init__(self, handle, address="127.0.0.1", port=0):
        self.handle = handle
        self.accepted = 0
        self.stopped = threading.Event()
        self.socket = socket.socket(
            socket.AF_INET6 if ":" in address else socket.AF_INET)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((address, port))
        self.socket.listen(128)
        self.address, self.port = self.socket.getsockname()[:2]
        self.threads = [threading.Thread(target=self.accept_all)]
        self.threads[0].start()

    def accept_all(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.accepted += 1
            thread = threading.Thread(target=self.serve, args=(connection,))
            self.threads.append(thread)
            thread.start()

    def serve(self, connection):
        connection.settimeout(60)
        with connection:
            try:
                self.handle(connection, self.stopped)
            except OSError:
                pass  # the scanner left

    def close(self):
        self.stopped.set()
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.threads[0].join()
        for thread in self.threads[1:]:
            thread.join()


def listen(case, handle, address="127.0.0.1", port=0):
    """A Listener that is closed with the test `case`."""
    listener = Listener(handle, address, port)
    case.addCleanup(listener.close)
    return listener


def bound_udp(case, address="127.0.0.1", port=0):
    """A UDP socket that never answers; returns it."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    case.addCleanup(bound.close)
    bound.bind((address, port))
    return bound


def silent(connection, _):
    while connection.recv(4096):
        pass


def says(data):
    """Greets with `data` and then listens."""
    def handle(connection, stopped):
        connection.sendall(data)
        silent(connection, stopped)
    return handle


def http(connection, _):
    connection.recv(4096)
    connection.sendall(b"HTTP/1.0 200 OK\r\nServer: e2e/1.0\r\n"
                       b"Content-Length: 0\r\n\r\n")


def late(seconds, data):
    """Speaks after `seconds`."""
    def handle(connection, stopped):
        if not stopped.wait(seconds):
            connection.sendall(data)
            silent(connection, stopped)
    return handle


def dribbles(connection, stopped):
    """A byte a second, for as long as anyone listens."""
    while not stopped.wait(1):
        connection.sendall(b"x")


def floods(connection, stopped):
    while not stopped.is_set():
        connection.sendall(b"flood " * 10000)


def closes(_connection, _stopped):
    pass


def resets(connection, _):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                          struct.pack("ii", 1, 0))
