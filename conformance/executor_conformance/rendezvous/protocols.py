"""What both families of the rendezvous offer."""

from __future__ import annotations

from typing import Protocol


class Journal(Protocol):
    """What happened, in the order in which it was noted."""

    def note(self, text: str) -> None:
        """Append an entry."""

    def wait_for(self, text: str, times: int = 1) -> None:
        """Wait until an entry equal to `text` has been noted `times` times."""

    def entries(self) -> list[str]:
        """Return what has been noted so far."""


class Gate(Protocol):
    """Closed until it is opened, and then open for good."""

    @property
    def journal(self) -> Journal:
        """The journal of the same rendezvous."""

    def open(self) -> None:
        """Let everybody pass, now and later."""

    def wait(self) -> None:
        """Pass the gate, as soon as it is open."""


class Latch(Protocol):
    """Counted down by calls; releases those who wait once it is at zero."""

    def count_down(self) -> None:
        """Count one."""

    def wait(self) -> None:
        """Wait until the count is at zero."""


class Rendezvous(Protocol):
    """Makes the gates, the latches and the journal of one test."""

    @property
    def journal(self) -> Journal:
        """The journal of this test."""

    def gate(self) -> Gate:
        """Make a closed gate."""

    def latch(self, count: int) -> Latch:
        """Make a latch that takes `count` calls to reach zero."""

    def open_all(self) -> None:
        """Open every gate that was made, so that nothing waits any more."""
