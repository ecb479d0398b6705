"""A rendezvous over TCP: for calls that run in another process, interpreter or host.

The server is part of the guard. Handles are small, can be pickled, and hold no connection: each
operation makes one of its own, so a handle works wherever it arrives.
"""

from __future__ import annotations

import itertools
import json
import socket

# Known to type checkers; importing `typing` for it would cost every worker.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class _Handle:
    """Something small that is known by its fields, and can be pickled.

    Not a dataclass: importing `dataclasses` would cost every worker.
    """

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), {name: getattr(self, name) for name in self.__slots__})


def _rebuild(handle: type[_Handle], fields: dict[str, Any]) -> _Handle:
    return handle(**fields)


class Place(_Handle):
    """Where the server listens, and the word that lets one in."""

    __slots__ = ("host", "port", "token")

    def __init__(self, host: str, port: int, token: str):
        self.host = host
        self.port = port
        self.token = token

    def ask(self, op: str, name: str, **details: Any) -> dict[str, Any]:
        """Carry out one operation and wait for its answer.

        Raises `ConnectionError` when the server has gone or refuses.
        """
        request = {"token": self.token, "op": op, "name": name, **details}
        with socket.create_connection((self.host, self.port)) as sock:
            sock.sendall(json.dumps(request).encode() + b"\n")
            answer = b""
            while not answer.endswith(b"\n"):
                data = sock.recv(1 << 16)
                if not data:
                    raise ConnectionError(f"the rendezvous at {self.host}:{self.port} has gone")
                answer += data
        reply: dict[str, Any] = json.loads(answer)
        if "error" in reply:
            raise ConnectionError(reply["error"])
        return reply


class RemoteJournal(_Handle):
    """A handle on a list that the server keeps."""

    __slots__ = ("name", "place")

    def __init__(self, place: Place, name: str):
        self.place = place
        self.name = name

    def note(self, text: str) -> None:
        """Append an entry."""
        self.place.ask("note", self.name, text=text)

    def wait_for(self, text: str, times: int = 1) -> None:
        """Wait until an entry equal to `text` has been noted `times` times."""
        self.place.ask("wait_for", self.name, text=text, times=times)

    def entries(self) -> list[str]:
        """Return what has been noted so far."""
        entries: list[str] = self.place.ask("entries", self.name)["entries"]
        return entries


class RemoteGate(_Handle):
    """A handle on a gate that the server keeps."""

    __slots__ = ("journal", "name")

    def __init__(self, journal: RemoteJournal, name: str):
        self.journal = journal
        self.name = name

    def open(self) -> None:
        """Let everybody pass, now and later."""
        self.journal.place.ask("open", self.name)

    def wait(self) -> None:
        """Pass the gate, as soon as it is open."""
        self.journal.place.ask("pass", self.name)


class RemoteLatch(_Handle):
    """A handle on a count that the server keeps, as entries of a journal of its own."""

    __slots__ = ("count", "journal")

    def __init__(self, journal: RemoteJournal, count: int):
        self.journal = journal
        self.count = count

    def count_down(self) -> None:
        """Count one."""
        self.journal.note("counted")

    def wait(self) -> None:
        """Wait until the count is at zero."""
        self.journal.wait_for("counted", self.count)


class RemoteRendezvous:
    """Gates, latches and a journal at the server, under names that no other test uses.

    `on_change` is told how many gates this side knows to be closed whenever that changes.
    """

    _numbers = itertools.count()

    def __init__(self, place: Place, on_change: Callable[[int], None] = lambda closed: None):
        self._prefix = f"{next(self._numbers)}."
        self._names = itertools.count()
        self._on_change = on_change
        self._closed: dict[str, RemoteGate] = {}
        self.journal = RemoteJournal(place, f"{self._prefix}journal")

    def gate(self) -> RemoteGate:
        """Make a closed gate."""
        gate = RemoteGate(self.journal, self._name("gate"))
        self._closed[gate.name] = gate
        self._on_change(len(self._closed))
        return gate

    def latch(self, count: int) -> RemoteLatch:
        """Make a latch that takes `count` calls to reach zero."""
        return RemoteLatch(RemoteJournal(self.journal.place, self._name("latch")), count)

    def open_all(self) -> None:
        """Open every gate that was made, so that nothing waits any more."""
        for gate in self._closed.values():
            gate.open()
        self._closed.clear()
        self._on_change(0)

    def _name(self, what: str) -> str:
        return f"{self._prefix}{what}{next(self._names)}"
