"""Mutants of the chapter on the size of pools."""

from __future__ import annotations

import os
import queue
import threading
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, ClassVar

from executor_conformance.mutants.own_pool import EagerPool
from executor_conformance.mutants.registry import as_if_standard, mutant

if TYPE_CHECKING:
    from collections.abc import Callable


@mutant("POO-01")
class HasASpareWorker(ThreadPoolExecutor):
    """Keeps a spare worker, which works too."""

    def __init__(self, max_workers: int = 1):
        super().__init__(max_workers + 1)


@mutant("POO-01")
class StartsAThreadForEachCall(ThreadPoolExecutor):
    """Takes `max_workers` and gives each call a thread of its own."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        single = ThreadPoolExecutor(1)
        future = single.submit(fn, *args, **kwargs)
        single.shutdown(wait=False)
        return future


@mutant("POO-01")
class HelpsOut(ThreadPoolExecutor):
    """Runs a call in the submitting thread when more than a few wait."""

    def __init__(self, max_workers: int = 1):
        super().__init__(max_workers)
        self._room = threading.Semaphore(3 * max_workers)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if self._room.acquire(blocking=False):
            future = super().submit(fn, *args, **kwargs)
            future.add_done_callback(lambda _: self._room.release())
            return future
        here: Future[Any] = Future()
        try:
            here.set_result(fn(*args, **kwargs))
        except Exception as error:
            here.set_exception(error)
        return here


@mutant("POO-01", kind="process")
class HasASpareProcess(ProcessPoolExecutor):
    """Keeps a spare process, which works too."""

    def __init__(self, max_workers: int = 1):
        super().__init__(max_workers + 1)


@mutant("POO-03")
class RefusesWhenFull(ThreadPoolExecutor):
    """Has room for a few waiting calls, and raises for others."""

    def __init__(self, max_workers: int = 2):
        super().__init__(max_workers)
        self._room = threading.Semaphore(5 * max_workers)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if not self._room.acquire(blocking=False):
            raise queue.Full
        future = super().submit(fn, *args, **kwargs)
        future.add_done_callback(lambda _: self._room.release())
        return future


@mutant("POO-02", shows=("hang",))
class ReservesAWorker(ThreadPoolExecutor):
    """Keeps one of several workers for other purposes."""

    def __init__(self, max_workers: int = 2):
        super().__init__(max_workers - 1 if max_workers > 2 else max_workers)


@mutant("POO-04", shows=("hang",))
class AssignsCallsInTurn(ThreadPoolExecutor):
    """Assigns calls to workers in turn, busy or not."""

    def __init__(self, max_workers: int = 2):
        super().__init__(1)
        self._lanes = [ThreadPoolExecutor(1) for _ in range(max_workers)]

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self._lanes.append(self._lanes.pop(0))
        return self._lanes[-1].submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        for lane in self._lanes:
            lane.shutdown(wait, cancel_futures=cancel_futures)


@mutant("POO-05")
class MakesDoWithOne(ThreadPoolExecutor):
    """Takes one worker for none."""

    def __init__(self, max_workers: int = 1):
        super().__init__(max(1, max_workers))


@mutant("POO-05", kind="process")
class MakesDoWithOneProcess(ProcessPoolExecutor):
    """Takes one process for none."""

    def __init__(self, max_workers: int = 1):
        super().__init__(max(1, max_workers))


@mutant("POO-07")
class StartsAllAtOnce(EagerPool):
    """Starts all its threads when it is made."""


@as_if_standard
@mutant("POO-06")
class HasFiveForEach(ThreadPoolExecutor):
    """Has five threads for each processor, as in Python 3.7."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers or 5 * (os.cpu_count() or 1))


class _NobodyIsIdle(threading.Semaphore):
    def acquire(self, blocking: bool = True, timeout: float | None = None) -> bool:
        return False


@mutant("POO-08")
class PrefersNewThreads(ThreadPoolExecutor):
    """Starts a thread for each call, as long as there may be more."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._idle_semaphore = _NobodyIsIdle(0)


@mutant("POO-09")
class SharesItsEnd(ThreadPoolExecutor):
    """Notes in its class that it was shut down."""

    _ends: ClassVar[list[ThreadPoolExecutor]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if self._ends:
            raise RuntimeError("the pool is closed")
        return super().submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._ends.append(self)
        super().shutdown(wait, cancel_futures=cancel_futures)


@mutant("POO-09", kind="process")
class SharesItsBreakage(ProcessPoolExecutor):
    """Takes all pools for broken when one is."""

    made: ClassVar[list[ProcessPoolExecutor]] = []

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self.made.append(self)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if any(pool._broken for pool in self.made):  # noqa: SLF001 (they are all of this class)
            raise BrokenExecutor("a pool is broken")
        return super().submit(fn, *args, **kwargs)
