"""Has threads make their operations at the same time, and writes down in which order."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from executor_conformance.histories.history import Operation
from executor_conformance.histories.yielding import Yielding
from executor_conformance.model.step import ask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from executor_conformance.histories.history import History
    from executor_conformance.model import Answer, Step

SPINS = 200
"""How often a thread looks for the others before it lets them run, where all run at once."""

SWITCH_INTERVAL = 1e-6
"""Seconds after which threads take turns, where only one runs at a time."""


class Registration:
    """A done-callback that remembers in which threads it was called."""

    def __init__(self) -> None:
        self.callers: list[int] = []
        self._called = threading.Event()

    def __call__(self, future: object) -> None:
        """Note a call."""
        self.callers.append(threading.get_ident())
        self._called.set()

    def wait(self) -> None:
        """Wait until it has been called."""
        self._called.wait()


class Recorder:
    """The operations of one round, written down by all of its threads."""

    def __init__(self) -> None:
        # To append to a list is one step, and costs little, on every build of Python. So it makes
        # the threads wait for each other less than a lock would.
        self._marks: list[object] = []
        self._made: list[tuple[object, str, str, Step, Answer | None, bool]] = []
        self.registrations: list[Registration] = []

    def do(self, thread: str, subject: str, step: Step, call: Callable[[], Any]) -> Answer:
        """Make one operation, and return its answer."""
        mark = object()
        self._marks.append(mark)
        answer = ask(call)
        self._marks.append(mark)
        self._made.append((mark, thread, subject, step, answer, False))
        return answer

    def register(self, thread: str, subject: str, step: Step, future: Any) -> None:
        """Add a done-callback to a future."""
        registration = Registration()
        mark = object()
        self._marks.append(mark)
        answer = ask(lambda: future.add_done_callback(registration))
        called = threading.get_ident() in registration.callers
        self._marks.append(mark)
        self._made.append((mark, thread, subject, step, answer, called))
        self.registrations.append(registration)

    def expect(self, subject: str, *steps: Step) -> None:
        """Note what the executor will do by itself, at some time after now."""
        for step in steps:
            mark = object()
            self._marks.append(mark)
            self._made.append((mark, "", subject, step, None, False))

    def operations(self) -> tuple[Operation, ...]:
        """Return what was done, in the order of the invocations."""
        begins: dict[int, int] = {}
        ends: dict[int, int] = {}
        for place, mark in enumerate(self._marks):
            (ends if id(mark) in begins else begins)[id(mark)] = place
        operations = [
            Operation(thread, subject, step, answer, begins[id(mark)], ends.get(id(mark)), called)
            for mark, thread, subject, step, answer, called in self._made
        ]
        return tuple(sorted(operations, key=lambda one: one.invoked))


class Round(Protocol):
    """What some threads do at the same time."""

    @property
    def parts(self) -> Sequence[Callable[[], None]]:
        """What each of the threads does."""

    def end(self) -> History:
        """Finish the round in this thread, and return its history."""


def record(rounds: Sequence[Round]) -> list[History]:
    """Play the rounds, and return the history of each. All have as many parts as the first."""
    parts = [
        [part for one in rounds for part in one.parts[number : number + 1]]
        for number in range(len(rounds[0].parts))
    ]
    meetings: list[list[int]] = [[] for _ in rounds]
    threads = [
        threading.Thread(target=_play, args=(number, mine, meetings, len(parts)), daemon=True)
        for number, mine in enumerate(parts)
    ]
    with _taking_turns():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return [one.end() for one in rounds]


def _play(
    number: int, parts: Sequence[Callable[[], None]], meetings: list[list[int]], count: int
) -> None:
    with Yielding(number) as yielding:
        for part, here in zip(parts, meetings, strict=True):
            here.append(1)
            # A barrier wakes its threads one by one; who look for each other start together.
            spins = 0 if yielding.needed else SPINS
            while len(here) < count:
                spins -= 1
                if spins < 0:
                    time.sleep(0)
            part()


@contextmanager
def _taking_turns() -> Iterator[None]:
    """Have threads take turns as often as they can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_INTERVAL)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
