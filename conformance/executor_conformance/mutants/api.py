"""Mutants of the chapter on the interface as a whole."""

from __future__ import annotations

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable


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


class _CanAlwaysBeCancelled(Future[Any]):
    _given_up = False

    def cancel(self) -> bool:
        self._given_up = True
        return True

    def cancelled(self) -> bool:
        return self._given_up or super().cancelled()


@mutant("API-01")
class CancelsAfterTheBlock(ThreadPoolExecutor):
    """Cancels its futures at the end of a `with` block, also those that are done."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._accepted: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future = turn_into(_CanAlwaysBeCancelled, super().submit(fn, *args, **kwargs))
        self._accepted.append(future)
        return future

    def __exit__(self, *exc_info: object) -> None:
        self.shutdown()
        for future in self._accepted:
            future.cancel()
