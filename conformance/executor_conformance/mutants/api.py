"""Mutants of the chapter on the interface as a whole."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

from executor_conformance.mutants.registry import mutant


@mutant("API-03")
class ShutsDownWithoutWaiting(ThreadPoolExecutor):
    """Waits only if it is told to."""

    def shutdown(self, wait: bool = False, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait, cancel_futures=cancel_futures)


@mutant("API-03")
class TakesCancelFuturesByPosition(ThreadPoolExecutor):
    """Takes more than one argument of `shutdown` by position."""

    def shutdown(self, wait: bool = True, cancel_futures: bool = False) -> None:
        super().shutdown(wait, cancel_futures=cancel_futures)


@mutant("API-03")
class LimitsMap(ThreadPoolExecutor):
    """Has a timeout in `map` that nobody asked for."""

    def map(self, fn: Any, *iterables: Any, timeout: float | None = 60, chunksize: int = 1) -> Any:
        return super().map(fn, *iterables, timeout=timeout, chunksize=chunksize)


class _MapsThroughAQueue(Executor):
    def map(
        self, fn: Any, *iterables: Any, timeout: float | None = None, chunksize: int = 1
    ) -> Any:
        enqueue: Any = self.enqueue  # type: ignore[attr-defined]
        futures = [enqueue(fn, *items) for items in zip(*iterables, strict=False)]
        return (future.result(timeout) for future in futures)


@mutant("API-04")
class MapsThroughAQueue(_MapsThroughAQueue, ThreadPoolExecutor):
    """Has a base class whose `map` speaks to a queue that subclasses must know of."""

    enqueue = ThreadPoolExecutor.submit


@mutant("API-01")
class HasNoWith(ThreadPoolExecutor):
    """Cannot be used in a `with` statement."""

    __enter__ = None  # type: ignore[assignment]


@mutant("API-01")
class ShutsDownOnce(ThreadPoolExecutor):
    """Raises when it is shut down a second time."""

    _closed = False

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if self._closed:
            raise RuntimeError("the pool is closed")
        self._closed = True
        super().shutdown(wait, cancel_futures=cancel_futures)
