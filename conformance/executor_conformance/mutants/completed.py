"""Mutants of the chapter on `as_completed`."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.dropping import DropsWhatItCancels
from executor_conformance.mutants.polling import is_done, is_settled, poll_in_turn
from executor_conformance.mutants.registry import mutant_function

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Futures = Iterable[Future[Any]]

mutant_as_completed = partial(mutant_function, replaces="as_completed", make=ThreadPoolExecutor)


@mutant_as_completed("ASC-01")
def yields_each_mention(fs: Futures, timeout: float | None = None) -> Iterator[Any]:
    """Yield a future as often as it was given."""
    futures = list(fs)
    for future in poll_in_turn(futures, timeout):
        yield from [future] * futures.count(future)


@mutant_as_completed("ASC-01")
def yields_results(fs: Futures, timeout: float | None = None) -> Iterator[Any]:
    """Yield results in place of futures."""
    for future in poll_in_turn(fs, timeout):
        yield future.result()


@mutant_as_completed("ASC-02", shows=("hang",))
def waits_for_another(fs: Futures, timeout: float | None = None) -> Iterator[Any]:
    """Begin once a future becomes done that was not done before."""
    futures = set(fs)
    left = {future for future in futures if not future.done()}
    while left and timeout is None and not any(map(is_done, left)):
        time.sleep(0.001)
    yield from poll_in_turn(futures, timeout)


@mutant_as_completed("ASC-03")
def yields_the_latest_first(fs: Futures, timeout: float | None = None) -> Iterator[Any]:
    """Keep what is done on a stack."""
    finished: list[Any] = []
    futures = set(fs)
    due = None if timeout is None else time.monotonic() + timeout
    for future in futures:
        future.add_done_callback(finished.append)
    for _ in futures:
        while not finished:
            if due is not None and time.monotonic() >= due:
                raise TimeoutError
            time.sleep(0.001)
        yield finished.pop()


@mutant_as_completed("ASC-04")
def ends_at_the_timeout(fs: Futures, timeout: float | None = None) -> Iterator[Any]:
    """End when the time is over, as if there were no more futures."""
    try:
        yield from poll_in_turn(fs, timeout)
    except TimeoutError:
        return


@mutant_as_completed("ASC-05")
def takes_milliseconds_for_all(fs: Futures, timeout: float | None = None) -> Iterator[Any]:
    """Take the timeout for milliseconds."""
    return poll_in_turn(fs, None if timeout is None else timeout / 1000)


@mutant_as_completed("ASC-06")
def looks_at_the_clock_first(fs: Futures, timeout: float | None = None) -> Iterator[Any]:
    """Look at the clock before it looks at the futures."""
    return poll_in_turn(fs, timeout, looks_at_clock_first=True)


@mutant_as_completed("ASC-10")
def looks_at_the_clock_in_between(fs: Futures, timeout: float | None = None) -> Iterator[Any]:
    """Look at the clock first, except at the beginning."""
    futures = set(fs)
    done = {future for future in futures if future.done()}
    yield from done
    yield from poll_in_turn(futures - done, timeout, looks_at_clock_first=True)


@mutant_as_completed("ASC-07")
def cancels_the_rest(fs: Futures, timeout: float | None = None) -> Iterator[Any]:
    """Cancel what is left when it ends, as the iterator of `map` does."""
    futures = list(fs)
    try:
        yield from poll_in_turn(futures, timeout)
    finally:
        for future in futures:
            future.cancel()


@mutant_function("ASC-08", replaces="as_completed", make=DropsWhatItCancels)
def goes_over_what_was_dropped(fs: Futures, timeout: float | None = None) -> Iterator[Any]:
    """Wait for the executor to come past calls that it has thrown away."""
    return poll_in_turn(fs, timeout, counts=is_settled)
