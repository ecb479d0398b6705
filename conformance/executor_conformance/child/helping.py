"""Helpers of tests: threads that open gates, and callbacks that remember their calls."""

from __future__ import annotations

import gc
import itertools
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from executor_conformance.rendezvous.protocols import Gate

LOOK = 0.03
"""Seconds of a look at something that must not happen: one-sided, it can only miss a fault."""

TICKS = 10
"""The short sleeps of which a look consists: each takes longer when the machine is busy."""

_FREE_THREADED = not getattr(sys, "_is_gil_enabled", lambda: True)()
"""Whether threads run while others look at their stacks: CPython can crash then."""


class Helper:
    """Opens gates from other threads, since the test's own thread calls the executor."""

    def __init__(self, look: float = LOOK, idle: Callable[[], object] | None = None):
        self._look = look
        self._idle = idle or (lambda: time.sleep(0.001))
        self._threads: list[threading.Thread] = []
        self._over = threading.Event()

    def open_after_a_look(self, *gates: Gate, looks: int = 1) -> Callable[[], bool]:
        """Open the gates in turn, each after a short time; return if the last is still closed."""
        opened = threading.Event()

        def look() -> None:
            for gate in gates:
                for _ in range(TICKS * looks):
                    self._over.wait(self._look / TICKS)
                if gate is gates[-1]:
                    opened.set()
                gate.open()

        self._start(look)
        return lambda: not opened.is_set()

    def open_once(self, gate: Gate, condition: Callable[[], bool]) -> None:
        """Open the gate as soon as a condition has become true."""

        def watch() -> None:
            while not condition() and not self._over.is_set():
                time.sleep(0.001)
            gate.open()

        self._start(watch)

    def act_once_blocked(self, action: Callable[[], object]) -> None:
        """Act when this thread has come to rest in a call that it makes after this one.

        Its stack tells. Where it does not, or cannot be looked at, the action follows after a short
        time. One-sided: to act too early can only miss a fault.
        """
        if _FREE_THREADED:
            self._start(lambda: (self._over.wait(self._look / 5), action()))
            return
        caller, test = threading.get_ident(), id(sys._getframe(1))  # noqa: SLF001 (documented)

        def watch() -> None:
            give_up = time.monotonic() + self._look
            seen = None
            while time.monotonic() < give_up and not self._over.is_set():
                place = _resting_place(caller, test)
                if place is not None and place == seen:
                    break
                seen = place
                time.sleep(0.002)
            action()

        self._start(watch)

    def look_for(self, condition: Callable[[], bool], looks: int = 1) -> bool:
        """Look for a short time, or a multiple of it, whether something happens that must not."""
        for _ in range(TICKS * looks):
            if condition():
                return True
            time.sleep(self._look / TICKS)
        return condition()

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait, however long it takes, until something is true that must become true."""
        while not condition():
            self._idle()

    def wait_until_freed(self, condition: Callable[[], bool]) -> None:
        """Wait until something is true that may take a collection of garbage."""
        # Complete collections are dear, and most objects are freed without.
        for generation in itertools.cycle((0, 1, 2)):
            if condition():
                return
            self._idle()
            gc.collect(generation)

    def end(self) -> None:
        """Wait for the threads."""
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _start(self, target: Callable[[], object]) -> None:
        thread = threading.Thread(target=target, daemon=True)
        self._threads.append(thread)
        thread.start()


def _resting_place(thread: int, test: int) -> tuple[int, int] | None:
    """Return where a thread is in a call of the frame `test`; None if in that frame or a helper."""
    frame = sys._current_frames().get(thread)  # noqa: SLF001 (documented)
    if frame is None or id(frame) == test:
        return None
    place = id(frame), frame.f_lasti
    while frame is not None and id(frame) != test:
        if frame.f_code is Helper.act_once_blocked.__code__:
            return None
        frame = frame.f_back
    return place


class Calls:
    """A callback that remembers what it was called with.

    Where callbacks are called in the thread that waits for them, `idle` has that done.
    """

    def __init__(self, idle: Callable[[], object] | None = None) -> None:
        self._idle = idle
        self._calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
        self._grown = threading.Condition()

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        """Remember one call."""
        with self._grown:
            self._calls.append((args, kwargs))
            self._grown.notify_all()

    def made(self) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
        """Return the calls that there are by now."""
        return self.wait(0)

    def wait(self, times: int = 1) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
        """Wait for that many calls, and return all there are."""
        while self._idle is not None and len(self._calls) < times:
            self._idle()
        with self._grown:
            self._grown.wait_for(lambda: len(self._calls) >= times)
            return list(self._calls)
