"""A load balancer: each new connection goes to the next host that answers."""

import contextlib
import itertools
import socket
import threading

HOST = "127.0.0.1"


class Balancer:
    """Passes connections on in turn, from a port of its own.

    :param ports: of the hosts, all on the loopback interface.
    """

    def __init__(self, ports):
        self.ports = ports
        self.turns = itertools.count()
        self.listener = socket.create_server((HOST, 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        """Serve until the listener is closed."""
        with contextlib.suppress(OSError):
            while True:
                client, _address = self.listener.accept()
                threading.Thread(target=self.serve, args=[client], daemon=True).start()

    def serve(self, client):
        """Join one connection with the next host; hang up when none answers."""
        host = self.connect()
        if host is None:
            client.close()
            return
        threading.Thread(target=pump, args=(host, client), daemon=True).start()
        pump(client, host)

    def connect(self):
        """Return a connection to the host whose turn it is, or the one after it."""
        first = next(self.turns)
        for turn in range(first, first + len(self.ports)):
            address = (HOST, self.ports[turn % len(self.ports)])
            with contextlib.suppress(OSError):
                return socket.create_connection(address)
        return None

    def close(self):
        """Take no more connections."""
        self.listener.close()


def pump(source, target):
    """Carry bytes one way until an end hangs up."""
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.close()
