"""The child's line to its guard."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from dataclasses import dataclass
from typing import Any

from executor_conformance.rendezvous.remote import Place

_HIGH = 400
"""Descriptors from here up are out of the way of what judged code closes or reuses."""


@dataclass(frozen=True)
class GuardAddress:
    """Where the guard listens, and the files through which it looks at a hung child.

    `programs` is the socket at which programs can be asked for, or empty.
    """

    port: int
    token: str
    output: str
    stacks: str
    gates: str
    scratch: str
    programs: str

    @classmethod
    def from_environment(cls) -> GuardAddress:
        """Read and remove the variable that the guard set; workers must not see it."""
        values = json.loads(os.environ.pop("EXECUTOR_CONFORMANCE_GUARD"))
        return cls(**values)

    @property
    def place(self) -> Place:
        """Return the rendezvous of the guard."""
        return Place("127.0.0.1", self.port, self.token)

    def place_at(self, host: str) -> Place:
        """Return the same rendezvous, at an address of this host that others reach.

        Raises `ConnectionError` if the guard cannot listen there.
        """
        return Place(host, self.place.ask("listen", host)["port"], self.token)


class Line:
    """One message a line, in both directions."""

    def __init__(self, address: GuardAddress, role: str = "child"):
        self._sock = _out_of_the_way(socket.create_connection(("127.0.0.1", address.port)))
        self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._lines = self._sock.makefile("rb")
        self._pid = os.getpid()
        self.send(token=address.token, role=role, pid=self._pid)

    def send(self, **message: Any) -> None:
        """Send one message to the guard."""
        self._sock.sendall(json.dumps(message).encode() + b"\n")

    def receive(self) -> dict[str, Any]:
        """Wait for the guard's next request; end this process if the guard has gone."""
        line = self._lines.readline()
        if not line:
            os._exit(0)
        message: dict[str, Any] = json.loads(line)
        return message

    def close(self) -> None:
        """Give up this end of the line, as a forked copy must."""
        self._lines.close()
        self._sock.close()

    def leave_if_forked(self) -> None:
        """End a forked copy of this process that came back from a test: it must not answer."""
        if os.getpid() != self._pid:
            os._exit(0)


class GateCount:
    """Keeps in a file how many gates are closed, for when this process cannot be asked."""

    def __init__(self, path: str):
        self._file = os.open(path, os.O_WRONLY)
        if sys.platform != "win32":
            import fcntl

            with contextlib.suppress(OSError):
                high = fcntl.fcntl(self._file, fcntl.F_DUPFD_CLOEXEC, _HIGH)
                os.close(self._file)
                self._file = high

    def __call__(self, closed: int) -> None:
        """Record the number of closed gates."""
        with contextlib.suppress(OSError):
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, b"%-6d" % closed)


def _out_of_the_way(sock: socket.socket) -> socket.socket:
    if sys.platform == "win32":
        return sock
    import fcntl

    try:
        high = fcntl.fcntl(sock, fcntl.F_DUPFD_CLOEXEC, _HIGH)
    except OSError:
        return sock
    sock.close()
    return socket.socket(fileno=high)
