"""Mutants of the chapter on concurrent use that only an order of several operations gives away."""

from __future__ import annotations

import itertools
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.own_future import OwnFuture, State
from executor_conformance.mutants.own_pool import OwnPool
from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable


def _lose_the_processor(seconds: float = 0.001) -> None:
    """Be interrupted, as may happen to any thread at any place."""
    time.sleep(seconds)


class _LooksAndThenCancels(Future[Any]):
    def cancel(self) -> bool:
        if self.running() or self.done():
            return self.cancelled()
        _lose_the_processor()
        super().cancel()
        return True


@mutant("CCY-12")
class TakesACancellationForGranted(ThreadPoolExecutor):
    """Looks whether a call can be cancelled, and goes by that when it cancels."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_LooksAndThenCancels, super().submit(fn, *args, **kwargs))


class _EndsInTwoSteps(Future[Any]):
    _ended = False

    def done(self) -> bool:
        return self._ended or super().done()

    def set_result(self, result: Any) -> None:
        self._ended = not self.cancelled()
        _lose_the_processor()
        super().set_result(result)


@mutant("CCY-12")
class IsDoneBeforeTheResult(ThreadPoolExecutor):
    """Says that a future is done, and then stores its result."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_EndsInTwoSteps, super().submit(fn, *args, **kwargs))


class _CancelsWithoutTheLock(OwnFuture):
    def cancel(self) -> bool:
        if self._state is not State.PENDING:
            return self.cancelled()
        _lose_the_processor(0.003)
        self._state = State.CANCELLED
        with self._changed:
            self._changed.notify_all()
        self._call_back()
        return True


@mutant("CCY-12")
class CancelsWithoutTheLock(OwnPool):
    """Forgets the lock when it cancels, so that a worker may begin the call in between."""

    future_class = _CancelsWithoutTheLock


class _CancelsOnceClosed(Future[Any]):
    pool: CancelsAnythingOnceClosed

    def cancel(self) -> bool:
        return super().cancel() or self.pool.closed


@mutant("CCY-14")
class CancelsAnythingOnceClosed(ThreadPoolExecutor):
    """Says of each call that it is cancelled, once the executor has been shut down."""

    closed = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future = turn_into(_CancelsOnceClosed, super().submit(fn, *args, **kwargs))
        future.pool = self
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.closed = True
        super().shutdown(wait, cancel_futures=cancel_futures)


class _CanCallBack(Future[Any]):
    def call_back(self) -> None:
        if not self.done():
            self._invoke_callbacks()  # type: ignore[attr-defined]


@mutant("CCY-14")
class CallsBackAtTheShutdown(ThreadPoolExecutor):
    """Runs all callbacks when it is shut down, so that nobody waits in vain for them."""

    def __init__(self, max_workers: int | None = None) -> None:
        super().__init__(max_workers)
        self._given: list[_CanCallBack] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self._given.append(turn_into(_CanCallBack, super().submit(fn, *args, **kwargs)))
        return self._given[-1]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        for future in self._given:
            future.call_back()
        super().shutdown(wait, cancel_futures=cancel_futures)


@mutant("CCY-13")
class ClosesOneQueueAfterAnother:
    """Keeps a queue for each worker, and closes them in turn."""

    def __init__(self, max_workers: int = 2) -> None:
        self._queues = [ThreadPoolExecutor(1) for _ in range(max(max_workers, 2))]
        self._turns = itertools.count()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        queue = self._queues[next(self._turns) % len(self._queues)]
        return queue.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        for queue in self._queues:
            queue.shutdown(wait, cancel_futures=cancel_futures)
            _lose_the_processor()
