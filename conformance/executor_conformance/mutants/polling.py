"""`wait` and `as_completed` that look again and again, as the base of mutants."""

from __future__ import annotations

import time
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.own_waiting import DoneAndNotDone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_GLANCE = 0.001


def is_done(future: Any) -> bool:
    """Say whether a future is done."""
    return bool(future.done())


def is_settled(future: Any) -> bool:
    """Say whether a future is done and, if it was cancelled, its executor has come past it."""
    return future._state in ("FINISHED", "CANCELLED_AND_NOTIFIED")  # noqa: SLF001


def has_failed(future: Any) -> bool:
    """Say whether the call of a future that is done has raised."""
    return not future.cancelled() and future.exception() is not None


def poll(
    fs: Iterable[Any],
    timeout: float | None = None,
    return_when: str = ALL_COMPLETED,
    *,
    counts: Callable[[Any], bool] = is_done,
    fails: Callable[[Any], bool] = has_failed,
) -> DoneAndNotDone:
    """Do what `wait` does, with one's own idea of what is done and what has failed."""
    if return_when not in (ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION):
        raise ValueError(f"there is no such condition: {return_when!r}")
    futures = set(fs)
    due = None if timeout is None else time.monotonic() + timeout
    while True:
        done = {future for future in futures if counts(future)}
        if (
            done == futures
            or (return_when == FIRST_COMPLETED and done)
            or (return_when == FIRST_EXCEPTION and any(map(fails, done)))
            or (due is not None and time.monotonic() >= due)
        ):
            return DoneAndNotDone(done, futures - done)
        time.sleep(_GLANCE)


def poll_in_turn(
    fs: Iterable[Any],
    timeout: float | None = None,
    *,
    counts: Callable[[Any], bool] = is_done,
    looks_at_clock_first: bool = False,
) -> Iterator[Any]:
    """Do what `as_completed` does, with one's own idea of what is done."""
    left = list(dict.fromkeys(fs))
    due = None if timeout is None else time.monotonic() + timeout
    while left:
        late = due is not None and time.monotonic() >= due
        done = [] if late and looks_at_clock_first else [each for each in left if counts(each)]
        for future in done:
            left.remove(future)
            yield future
        if late and not done:
            raise TimeoutError(f"{len(left)} futures are not done")
        if not done:
            time.sleep(_GLANCE)
