"""Threads that use an executor at the same time, besides the test's own."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Crowd:
    """Threads that begin together, each with a function of its own."""

    def __init__(self, functions: Iterable[Callable[[], Any]]):
        functions = list(functions)
        self._start = threading.Barrier(len(functions))
        self._outcomes: list[Any] = [None] * len(functions)
        # Daemons: who waits in vain must not keep the judged process from ending.
        self._threads = [
            threading.Thread(target=self._act, args=(i, function), daemon=True)
            for i, function in enumerate(functions)
        ]
        for thread in self._threads:
            thread.start()

    def outcomes(self) -> list[Any]:
        """Wait for all; return what each function returned, or the exception that it raised."""
        for thread in self._threads:
            thread.join()
        return self._outcomes

    def results(self) -> list[Any]:
        """Wait for all; return what each function returned, or raise the first exception."""
        for outcome in self.outcomes():
            if isinstance(outcome, BaseException):
                raise outcome
        return self._outcomes

    def _act(self, position: int, function: Callable[[], Any]) -> None:
        self._start.wait()
        try:
            self._outcomes[position] = function()
        except BaseException as error:
            self._outcomes[position] = error


def in_rounds(rounds: int, *steps: Callable[[int], Any]) -> list[tuple[Any, ...]]:
    """Do the steps in threads of their own, all at the same time in each round.

    Each step is called with the number of the round. Return what they returned, round by round.
    Raises what a step raises, and ends the rounds for all then.
    """
    together = threading.Barrier(len(steps))

    def take_part(step: Callable[[int], Any]) -> list[Any]:
        done = []
        try:
            for number in range(rounds):
                together.wait()
                done.append(step(number))
        except threading.BrokenBarrierError:
            pass
        except BaseException:
            together.abort()
            raise
        return done

    crowd = Crowd(partial(take_part, step) for step in steps)
    return list(zip(*crowd.results(), strict=True))
