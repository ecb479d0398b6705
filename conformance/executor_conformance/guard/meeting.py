"""The server side of the rendezvous: gates and journals, by name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from executor_conformance.guard.connections import Connection, Message


class Meeting:
    """Where tests and calls in other processes meet.

    A gate is closed until somebody opens it, and then stays open. A journal is a list of texts in
    the order in which they arrived. Nothing is unpickled, and a caller that waits costs nothing.
    """

    def __init__(self) -> None:
        self._open: set[str] = set()
        self._at_gate: defaultdict[str, list[Connection]] = defaultdict(list)
        self._journals: defaultdict[str, list[str]] = defaultdict(list)
        self._readers: defaultdict[str, list[tuple[str, int, Connection]]] = defaultdict(list)

    def serve(self, connection: Connection, message: Message) -> None:
        """Answer one request, now or when what it waits for has happened."""
        name = str(message.get("name"))
        match message.get("op"):
            case "open":
                self._open.add(name)
                for waiting in self._at_gate.pop(name, ()):
                    waiting.send({"ok": True})
                connection.send({"ok": True})
            case "is_open":
                connection.send({"ok": name in self._open})
            case "pass":
                if name in self._open:
                    connection.send({"ok": True})
                else:
                    self._at_gate[name].append(connection)
            case "note":
                self._journals[name].append(str(message["text"]))
                connection.send({"ok": True})
                self._tell_readers(name)
            case "wait_for":
                wish = (str(message["text"]), int(message["times"]), connection)
                self._readers[name].append(wish)
                self._tell_readers(name)
            case "entries":
                connection.send({"ok": True, "entries": self._journals[name]})
            case _:
                connection.send({"ok": False, "error": f"unknown operation in {message!r}"})

    def forget(self, connection: Connection) -> None:
        """Drop a caller that went away while it waited."""
        for waiting in self._at_gate.values():
            if connection in waiting:
                waiting.remove(connection)
        for name, readers in self._readers.items():
            self._readers[name] = [reader for reader in readers if reader[2] is not connection]

    def reset(self) -> None:
        """Forget everything: the processes that met here are gone."""
        self.__init__()  # type: ignore[misc]

    def _tell_readers(self, name: str) -> None:
        journal, still_waiting = self._journals[name], []
        for text, times, connection in self._readers.pop(name, ()):
            if journal.count(text) >= times:
                connection.send({"ok": True})
            else:
                still_waiting.append((text, times, connection))
        if still_waiting:
            self._readers[name] = still_waiting
