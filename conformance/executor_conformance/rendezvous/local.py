"""A rendezvous of threads: for calls that run in the test's own process."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class LocalJournal:
    """A list behind a condition."""

    def __init__(self) -> None:
        self._entries: list[str] = []
        self._grown = threading.Condition()

    def note(self, text: str) -> None:
        """Append an entry."""
        with self._grown:
            self._entries.append(text)
            self._grown.notify_all()

    def wait_for(self, text: str, times: int = 1) -> None:
        """Wait until an entry equal to `text` has been noted `times` times."""
        with self._grown:
            self._grown.wait_for(lambda: self._entries.count(text) >= times)

    def entries(self) -> list[str]:
        """Return what has been noted so far."""
        with self._grown:
            return list(self._entries)


class LocalGate:
    """An event that cannot be cleared."""

    def __init__(self, journal: LocalJournal, on_open: Callable[[LocalGate], None]):
        self.journal = journal
        self._event = threading.Event()
        self._on_open = on_open

    def open(self) -> None:
        """Let everybody pass, now and later."""
        self._event.set()
        self._on_open(self)

    def wait(self) -> None:
        """Pass the gate, as soon as it is open."""
        self._event.wait()


class LocalLatch:
    """A count behind a condition."""

    def __init__(self, count: int):
        self._count = count
        self._zero = threading.Condition()

    def count_down(self) -> None:
        """Count one."""
        with self._zero:
            self._count -= 1
            self._zero.notify_all()

    def wait(self) -> None:
        """Wait until the count is at zero."""
        with self._zero:
            self._zero.wait_for(lambda: self._count <= 0)


class LocalRendezvous:
    """Gates, latches and a journal in this process's memory.

    `on_change` is told how many gates are closed whenever that number changes: a hung process
    cannot be asked any more.
    """

    def __init__(self, on_change: Callable[[int], None] = lambda closed: None):
        self.journal = LocalJournal()
        self._closed: set[LocalGate] = set()
        self._on_change = on_change

    def gate(self) -> LocalGate:
        """Make a closed gate."""
        gate = LocalGate(self.journal, self._opened)
        self._closed.add(gate)
        self._on_change(len(self._closed))
        return gate

    def latch(self, count: int) -> LocalLatch:
        """Make a latch that takes `count` calls to reach zero."""
        return LocalLatch(count)

    def open_all(self) -> None:
        """Open every gate that was made, so that nothing waits any more."""
        for gate in list(self._closed):
            gate.open()

    def _opened(self, gate: LocalGate) -> None:
        self._closed.discard(gate)
        self._on_change(len(self._closed))
