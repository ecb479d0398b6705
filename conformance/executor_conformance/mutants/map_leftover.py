"""Mutants of the chapter on `map`: of what it does with results and calls that are left."""

from __future__ import annotations

import time
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Maps:
    """Submits all calls, and has `results` make an iterator of the futures."""

    def map(self, fn: Any, *iterables: Any, timeout: float | None = None, **options: Any) -> Any:
        submit = self.submit  # type: ignore[attr-defined]
        futures = [submit(fn, *items) for items in zip(*iterables, strict=False)]
        end = float("inf") if timeout is None else time.monotonic() + timeout
        return self.results(futures, end)

    def results(self, futures: list[Future[Any]], end: float) -> Iterator[Any]:
        raise NotImplementedError


def _time_until(end: float) -> float | None:
    return None if end == float("inf") else end - time.monotonic()


class _LooksAtTheClock(_Maps):
    def results(self, futures: list[Future[Any]], end: float) -> Iterator[Any]:
        for future in futures:
            if time.monotonic() > end:
                raise TimeoutError
            yield future.result(_time_until(end))


@mutant("MAP-07")
class LooksAtTheClockBeforeResults(_LooksAtTheClock, ThreadPoolExecutor):
    """Raises `TimeoutError` whenever the time has passed."""


@mutant("MAP-07", kind="process")
class LooksAtTheClockBesideProcesses(_LooksAtTheClock, ProcessPoolExecutor):
    """Raises `TimeoutError` for outcomes that have come from its processes in time."""


class _LetsTheHeadRun(_Maps):
    def results(self, futures: list[Future[Any]], end: float) -> Iterator[Any]:
        try:
            while futures:
                yield futures.pop(0).result(_time_until(end))
        finally:
            for future in futures:
                future.cancel()


@mutant("MAP-08")
class LetsTheHeadRun(_LetsTheHeadRun, ThreadPoolExecutor):
    """Takes the future that it waits for out of the list of those to cancel."""


@mutant("MAP-08", kind="process")
class LetsTheHeadRunInAProcess(_LetsTheHeadRun, ProcessPoolExecutor):
    """Cancels all calls but the one that it has waited for, which goes to a process."""


class _LetsTheRestRun(_Maps):
    def results(self, futures: list[Future[Any]], end: float) -> Iterator[Any]:
        for future in futures:
            yield future.result(_time_until(end))


@mutant("MAP-08")
class LetsTheRestRun(_LetsTheRestRun, ThreadPoolExecutor):
    """Raises `TimeoutError` and does nothing about the calls."""


class _LeavesTheRestWhenClosed(_Maps):
    def results(self, futures: list[Future[Any]], end: float) -> Iterator[Any]:
        try:
            for future in futures:
                yield future.result(_time_until(end))
        except Exception:
            for future in futures:
                future.cancel()
            raise


@mutant("MAP-12")
class LeavesTheRestWhenClosed(_LeavesTheRestWhenClosed, ThreadPoolExecutor):
    """Cancels calls after an error, and not when the iterator is closed."""


@mutant("MAP-12", kind="process")
class LeavesTheRestToProcesses(_LeavesTheRestWhenClosed, ProcessPoolExecutor):
    """Has its processes work for an iterator that is closed."""
