"""Mutants of the chapter on `wait`."""

from __future__ import annotations

from concurrent.futures import (
    ALL_COMPLETED,
    FIRST_COMPLETED,
    FIRST_EXCEPTION,
    Future,
    ThreadPoolExecutor,
)
from functools import partial
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.dropping import DropsWhatItCancels
from executor_conformance.mutants.own_waiting import DoneAndNotDone
from executor_conformance.mutants.polling import is_settled, poll
from executor_conformance.mutants.registry import mutant_function

if TYPE_CHECKING:
    from collections.abc import Iterable

    Futures = Iterable[Future[Any]]

_CONDITIONS = (ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION)

mutant_wait = partial(mutant_function, replaces="wait", make=ThreadPoolExecutor)


@mutant_wait("WAI-01")
def gives_lists(fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED) -> Any:
    """Return two lists."""
    done, not_done = poll(fs, timeout, return_when)
    return list(done), list(not_done)


@mutant_wait("WAI-01")
def loses_the_cancelled(
    fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> Any:
    """Have cancelled futures in neither set."""
    done, not_done = poll(fs, timeout, return_when)
    return DoneAndNotDone({future for future in done if not future.cancelled()}, not_done)


@mutant_wait("WAI-14")
def gives_one(fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED) -> Any:
    """Have one future in `done` with `FIRST_COMPLETED`, even if there are several."""
    futures = list(fs)
    done, not_done = poll(futures, timeout, return_when)
    if return_when == FIRST_COMPLETED:
        several = [future for future in futures if future in done]
        done, not_done = done - {*several[:-1]}, not_done | {*several[:-1]}
    return DoneAndNotDone(done, not_done)


@mutant_wait("WAI-02")
def returns_at_the_first(
    fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> Any:
    """Return when one future is done, whatever it is told."""
    return poll(fs, timeout, FIRST_COMPLETED if return_when in _CONDITIONS else return_when)


@mutant_wait("WAI-03")
def looks_for_the_first(
    fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> Any:
    """Only look where it is to wait for the first."""
    return poll(fs, 0 if return_when == FIRST_COMPLETED else timeout, return_when)


@mutant_wait("WAI-03", shows=("hang",))
def waits_for_all(
    fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> Any:
    """Wait for all where it is to wait for the first."""
    return poll(fs, timeout, ALL_COMPLETED if return_when == FIRST_COMPLETED else return_when)


@mutant_wait("WAI-04")
def stops_at_a_success(
    fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> Any:
    """Return at the first future that is done where it is to wait for one that failed."""
    return poll(fs, timeout, FIRST_COMPLETED if return_when == FIRST_EXCEPTION else return_when)


@mutant_wait("WAI-05")
def asks_the_cancelled(
    fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> Any:
    """Ask cancelled futures, too, what they have raised."""
    return poll(fs, timeout, return_when, fails=lambda future: future.exception() is not None)


@mutant_wait("WAI-05")
def takes_the_cancelled_for_failed(
    fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> Any:
    """Take a cancellation for a failure."""
    return poll(
        fs,
        timeout,
        return_when,
        fails=lambda future: future.cancelled() or future.exception() is not None,
    )


@mutant_wait("WAI-06")
def refuses_repetitions(
    fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> Any:
    """Refuse futures that it is given twice."""
    futures = list(fs)
    if len(set(futures)) < len(futures):
        raise ValueError("a future was given twice")
    return poll(futures, timeout, return_when)


@mutant_wait("WAI-07")
def goes_over_them_twice(
    fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> Any:
    """Go over the futures to wait for them, and again to part them."""
    poll(fs, timeout, return_when)
    return poll(fs, 0, return_when)


@mutant_wait("WAI-08")
def raises_at_the_timeout(
    fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> Any:
    """Raise `TimeoutError`."""
    found = poll(fs, timeout, return_when)
    if found.not_done and return_when == ALL_COMPLETED:
        raise TimeoutError
    return found


@mutant_wait("WAI-08")
def takes_milliseconds(
    fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> Any:
    """Take the timeout for milliseconds."""
    return poll(fs, None if timeout is None else timeout / 1000, return_when)


@mutant_wait("WAI-09")
def refuses_nothing(
    fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> Any:
    """Refuse to wait for no futures at all, as the `wait` of `asyncio` does."""
    futures = list(fs)
    if not futures:
        raise ValueError("there are no futures to wait for")
    return poll(futures, timeout, return_when)


@mutant_wait("WAI-10")
def takes_the_unknown_for_all(
    fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> Any:
    """Wait for all with a condition that it does not know."""
    return poll(fs, timeout, return_when if return_when in _CONDITIONS else ALL_COMPLETED)


@mutant_wait("WAI-15")
def checks_late(fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED) -> Any:
    """Look at the condition only if there is something to wait for."""
    futures = set(fs)
    if all(future.done() for future in futures):
        return poll(futures)
    return poll(futures, timeout, return_when)


@mutant_wait("WAI-11")
def raises_the_first_error(
    fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> Any:
    """Raise what the first call raised."""
    found = poll(fs, timeout, return_when)
    for future in found.done:
        if not future.cancelled():
            future.result()
    return found


@mutant_wait("WAI-11")
def cancels_what_is_left(
    fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> Any:
    """Cancel what is not done in time."""
    found = poll(fs, timeout, return_when)
    for future in found.not_done:
        future.cancel()
    return found


@mutant_wait("WAI-12")
def never_counts_the_cancelled(
    fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> Any:
    """Return cancelled futures as not done."""
    done, not_done = poll(fs, timeout, return_when)
    cancelled = {future for future in done if future.cancelled()}
    return DoneAndNotDone(done - cancelled, not_done | cancelled)


@mutant_wait("WAI-16")
def waits_for_the_executor(
    fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> Any:
    """Count a cancelled future only when the executor has come past it."""
    return poll(fs, timeout, return_when, counts=is_settled)


@mutant_function("WAI-13", replaces="wait", make=DropsWhatItCancels)
def waits_for_what_was_dropped(
    fs: Futures, timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> Any:
    """Wait for the executor to come past calls that it has thrown away."""
    return poll(fs, timeout, return_when, counts=is_settled)
