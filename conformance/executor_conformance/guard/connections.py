"""Lines of JSON over TCP, served by one thread."""

from __future__ import annotations

import contextlib
import json
import selectors
import socket
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Message = dict[str, Any]


class Connection:
    """One peer: complete lines arrive at `on_message`, its disappearance at `on_close`."""

    def __init__(self, sock: socket.socket, on_message: Callable[[Connection, Message], None]):
        self.sock = sock
        self.on_message = on_message
        self.on_close: Callable[[Connection], None] = lambda connection: None
        self._buffer = b""

    def send(self, message: Message) -> None:
        """Send one message; a peer that has gone is not an error."""
        with contextlib.suppress(OSError):
            self.sock.sendall(json.dumps(message).encode() + b"\n")

    def read(self) -> bool:
        """Take in what has arrived; False once the peer has gone."""
        try:
            data = self.sock.recv(1 << 16)
        except OSError:
            return False
        if not data:
            return False
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        for line in lines:
            try:
                message = json.loads(line)
            except ValueError:
                return False
            self.on_message(self, message)
        return True


class Listener:
    """Where peers come from; the first message of each arrives at `greet`."""

    def __init__(self, sock: socket.socket, greet: Callable[[Connection, Message], None]):
        self._sock = sock
        self._greet = greet

    def accept(self) -> Connection | None:
        """Take in a peer, unless it has gone again."""
        try:
            sock, _ = self._sock.accept()
        except OSError:
            return None
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return Connection(sock, self._greet)


class Connections:
    """All sockets of the guard behind one selector."""

    def __init__(self, greet: Callable[[Connection, Message], None]):
        self._selector = selectors.DefaultSelector()
        self.port = self.listen("127.0.0.1", greet)

    def listen(self, host: str, greet: Callable[[Connection, Message], None]) -> int:
        """Accept peers at an address of this host too, and return the port.

        Their first message goes to `greet`. Raises `OSError` if this host has no such address.
        """
        [(family, _, _, _, address), *_] = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)
        listener = socket.create_server(address[:2], family=family, backlog=128)
        self._selector.register(listener, selectors.EVENT_READ, Listener(listener, greet))
        port: int = listener.getsockname()[1]
        return port

    def watch(self, file: socket.socket | int, on_ready: Callable[[], None]) -> None:
        """Call `on_ready` whenever something can be read from `file`."""
        self._selector.register(file, selectors.EVENT_READ, on_ready)

    def forget(self, file: socket.socket | int) -> None:
        """Watch `file` no longer."""
        self._selector.unregister(file)

    def serve_once(self, timeout: float) -> None:
        """Serve what is ready, waiting for it at most `timeout` seconds."""
        for key, _ in self._selector.select(timeout):
            if isinstance(key.data, Listener):
                if peer := key.data.accept():
                    self._selector.register(peer.sock, selectors.EVENT_READ, peer)
            elif isinstance(key.data, Connection):
                if not key.data.read():
                    self.close(key.data)
            else:
                key.data()

    def close(self, connection: Connection) -> None:
        """Forget a peer."""
        try:
            self._selector.unregister(connection.sock)
        except (KeyError, ValueError):
            return
        connection.sock.close()
        connection.on_close(connection)
