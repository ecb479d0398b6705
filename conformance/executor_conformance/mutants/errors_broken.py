"""Mutants of the chapter on errors: what becomes of a pool whose worker has died."""

from __future__ import annotations

from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.context import BaseContext


class _SaysOSError(Future[Any]):
    def set_exception(self, exception: BaseException | None) -> None:
        broken = isinstance(exception, BrokenExecutor)
        super().set_exception(ChildProcessError("a worker has died") if broken else exception)


@mutant("ERR-03", kind="process")
class SaysThatAChildHasDied(ProcessPoolExecutor):
    """Reports the death of a worker by an error of the operating system."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_SaysOSError, super().submit(fn, *args, **kwargs))


class _Emptied(Future[Any]):
    def set_exception(self, exception: BaseException | None) -> None:
        if isinstance(exception, BrokenExecutor) and not self.running():
            self.set_result(None)
        else:
            super().set_exception(exception)


@mutant("ERR-03", kind="process")
class FailsTheRunningOnly(ProcessPoolExecutor):
    """Finishes the calls that were waiting for the dead worker with None."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Emptied, super().submit(fn, *args, **kwargs))


@mutant("ERR-04", kind="process")
class SaysThatItIsClosed(ProcessPoolExecutor):
    """Closes itself when a worker has died, and gives no other reason."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().submit(fn, *args, **kwargs)
        except BrokenExecutor:
            raise RuntimeError("the pool is closed") from None


@mutant("ERR-04", kind="process")
class AcceptsAndFails(ProcessPoolExecutor):
    """Still accepts calls, which fail at once."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().submit(fn, *args, **kwargs)
        except BrokenExecutor as error:
            failed: Future[Any] = Future()
            failed.set_exception(error)
            return failed


@mutant("ERR-04", kind="process")
class ForgetsWhyItIsClosed(ProcessPoolExecutor):
    """Does not know any more that it was broken once it has been shut down."""

    _closed = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if self._closed:
            raise RuntimeError("the pool is closed")
        return super().submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._closed = True
        super().shutdown(wait, cancel_futures=cancel_futures)


class _Copy(Future[Any]):
    """Takes the outcome of another future, unless it has one."""

    def follow(self, other: Future[Any]) -> None:
        with suppress(Exception):
            if (error := other.exception()) is not None:
                self.set_exception(error)
            else:
                self.set_result(other.result())


@mutant("ERR-05", kind="process")
class LeavesTheOtherWorker(Executor):
    """Has two workers, and leaves one alone when the other has died."""

    _broken = False

    def __init__(self, max_workers: int | None = None):
        self._lanes = [ProcessPoolExecutor(1) for _ in range(2)]
        self._accepted: list[_Copy] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        lane = self._lanes[len(self._accepted) % 2]
        future = _Copy()
        self._accepted.append(future)

        def settle(done: Future[Any]) -> None:
            broken = isinstance(done.exception(), BrokenExecutor)
            self._broken = self._broken or broken
            future.follow(done)
            for other in self._accepted if broken else ():
                other.follow(done)

        lane.submit(fn, *args, **kwargs).add_done_callback(settle)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        for lane in self._lanes if not self._broken else ():
            lane.shutdown(wait, cancel_futures=cancel_futures)


class _AsksItsPool(Future[Any]):
    pool: TakesOutcomesBack

    def result(self, timeout: float | None = None) -> Any:
        if self.pool._broken:  # noqa: SLF001 (it belongs to that pool)
            raise BrokenExecutor("the pool is broken")
        return super().result(timeout)


@mutant("ERR-06", kind="process")
class TakesOutcomesBack(ProcessPoolExecutor):
    """Has every future fail once a worker has died."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future = turn_into(_AsksItsPool, super().submit(fn, *args, **kwargs))
        future.pool = self
        return future


class _MustNotBeCancelled(Future[Any]):
    def set_exception(self, exception: BaseException | None) -> None:
        if self.cancelled():
            raise AssertionError("a cancelled future is still here")
        super().set_exception(exception)


@mutant("ERR-07", kind="process")
class StumblesOverTheCancelled(ProcessPoolExecutor):
    """Stops cleaning up at a future that was cancelled."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_MustNotBeCancelled, super().submit(fn, *args, **kwargs))


class _SharesItsError(Future[Any]):
    shared: list[BaseException]

    def set_exception(self, exception: BaseException | None) -> None:
        if isinstance(exception, BrokenExecutor):
            self.shared.append(exception)
            exception = self.shared[0]
        super().set_exception(exception)


@mutant("ERR-08", kind="process")
class SharesOneError(ProcessPoolExecutor):
    """Has one exception for all that fails with the pool."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future = turn_into(_SharesItsError, super().submit(fn, *args, **kwargs))
        future.shared = vars(self).setdefault("shared", [])
        return future


@mutant("ERR-17", kind="process")
class HopesForAWorker(ProcessPoolExecutor):
    """Accepts calls although no worker could be started for them."""

    def __init__(self, max_workers: int | None = None, mp_context: BaseContext | None = None):
        super().__init__(max_workers, mp_context)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().submit(fn, *args, **kwargs)
        except OSError:
            return Future()


class _NeverBroken(Future[Any]):
    def set_exception(self, exception: BaseException | None) -> None:
        if not isinstance(exception, BrokenExecutor):
            super().set_exception(exception)


@mutant("ERR-16", kind="process")
class IsNotReplaced(ProcessPoolExecutor):
    """Says nothing to the futures that wait for a worker which cannot be replaced."""

    def __init__(
        self,
        max_workers: int | None = None,
        mp_context: BaseContext | None = None,
        max_tasks_per_child: int | None = None,
    ):
        super().__init__(max_workers, mp_context, max_tasks_per_child=max_tasks_per_child)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_NeverBroken, super().submit(fn, *args, **kwargs))


class _GoesOn(ThreadPoolExecutor):
    """Settles its futures when it is to stop, and makes the calls all the same."""

    error: type[Exception] = BrokenExecutor

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._accepted: list[_Copy] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future = _Copy()
        self._accepted.append(future)
        super().submit(fn, *args, **kwargs).add_done_callback(future.follow)
        return future

    def terminate_workers(self) -> None:
        self.shutdown(wait=False)
        for future in self._accepted:
            if not future.done():
                future.set_exception(self.error("the workers were stopped"))

    kill_workers = terminate_workers


@mutant("ERR-14")
class SaysInterrupted(_GoesOn):
    """Reports that it was stopped by an error of its own choice."""

    error = InterruptedError


@mutant("ERR-15")
class OnlySaysThatItStops(_GoesOn):
    """Makes all calls that it has promised to drop."""
