"""Mutants of the chapter on order and overlap."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from multiprocessing.managers import BaseManager
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.own_future import OwnFuture
from executor_conformance.mutants.own_pool import OwnPool
from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable


class _OnDemand(Future[Any]):
    def __init__(self, call: Callable[[], Any]):
        super().__init__()
        self._call = call

    def result(self, timeout: float | None = None) -> Any:
        if not self.done():
            try:
                self.set_result(self._call())
            except Exception as error:
                self.set_exception(error)
        return super().result(timeout)


@mutant("ORD-05", shows=("hang",))
class RunsOnDemand(ThreadPoolExecutor):
    """Makes a call when its result is asked for."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return _OnDemand(lambda: fn(*args, **kwargs))


@mutant("ORD-05", shows=("hang",))
class HoldsALock(ThreadPoolExecutor):
    """Makes its calls under a lock, one at a time."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._lock = threading.Lock()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        def call() -> Any:
            with self._lock:
                return fn(*args, **kwargs)

        return super().submit(call)


@mutant("ORD-04")
class RacesTwoWorkers(ThreadPoolExecutor):
    """Gives each call to two workers, and takes the result that comes first."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        racing = [super(RacesTwoWorkers, self).submit(fn, *args, **kwargs) for _ in range(2)]
        winner: Future[Any] = Future()

        def decide() -> None:
            first = wait(racing, return_when=FIRST_COMPLETED).done.pop()
            error = first.exception()
            if error is None:
                winner.set_result(first.result())
            else:
                winner.set_exception(error)

        threading.Thread(target=decide).start()
        return winner


@mutant("ORD-06")
class DeliversToTheOldest(ThreadPoolExecutor):
    """Gives the outcome that comes first to the older of two futures.

    It takes care with calls that have the same first argument: with these, the order is chance.
    """

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._waiting: list[tuple[Future[Any], Any]] = []
        self._numbered = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        own: Future[Any] = Future()
        key = args[0] if args else None
        self._waiting.append((own, key))
        # With more than two, it takes care.
        self._numbered = self._numbered or len(self._waiting) > 2

        def deliver(inner: Future[Any]) -> None:
            future, other = self._waiting[0]
            if self._numbered or other is key:
                future = own
            self._waiting[:] = [pair for pair in self._waiting if pair[0] is not future]
            self._numbered = self._numbered and bool(self._waiting)
            if (error := inner.exception()) is None:
                future.set_result(inner.result())
            else:
                future.set_exception(error)

        super().submit(fn, *args, **kwargs).add_done_callback(deliver)
        return own


class _NewestFirst(queue.LifoQueue[Any]):
    def _put(self, item: Any) -> None:
        # None tells a worker to leave, when it has done everything else.
        if item is None:
            self.queue.insert(0, item)
        else:
            self.queue.append(item)


@mutant("ORD-01")
class TakesTheNewest(ThreadPoolExecutor):
    """Gives a worker the call that was submitted last."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._work_queue: Any = _NewestFirst()


@mutant("ORD-03")
class TakesTheNewestForEver(TakesTheNewest):
    """Lets the oldest call wait as long as there are newer ones."""


@mutant("ORD-07")
class RemembersOutcomes(ThreadPoolExecutor):
    """Gives the outcome that it has for a call with the same arguments, be they changed or not."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._known: dict[Any, Future[Any]] = {}

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        key = fn, *map(id, args)
        if key not in self._known:
            self._known[key] = super().submit(fn, *args, **kwargs)
        return self._known[key]


class _CallsBackEarly(OwnFuture):
    def begin(self) -> bool:
        begins = super().begin()
        if begins:
            self._call_back()
        return begins

    def add_done_callback(self, fn: Callable[..., object]) -> None:
        if self.running():
            self._call(fn)
        else:
            super().add_done_callback(fn)


@mutant("ORD-08")
class CallsBackAtTheStart(OwnPool):
    """Calls back when a call begins."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_CallsBackEarly, super().submit(fn, *args, **kwargs))


class _Runner:
    def run(self, fn: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        return fn(*args, **kwargs)


class _Manager(BaseManager):
    pass


_Manager.register("Runner", _Runner)


@mutant("ORD-02", kind="process")
class RunsThreadsInOneProcess(ThreadPoolExecutor):
    """Has one process, which makes as many calls at once as there should be processes."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._manager = _Manager()
        self._manager.start()
        self._runner: Any = self._manager.Runner()  # type: ignore[attr-defined]

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(self._runner.run, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait, cancel_futures=cancel_futures)
        if wait:
            self._manager.shutdown()
