"""Mutants of the chapter on `shutdown`."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable

_wait_for = wait


@mutant("SHD-19")
class HasClose(ThreadPoolExecutor):
    """Is closed by a method of another name."""

    def close(self) -> None:
        super().shutdown()

    @property
    def shutdown(self) -> Any:
        raise AttributeError("shutdown")


@mutant("SHD-19")
class AlwaysWaits(ThreadPoolExecutor):
    """Has a `shutdown` without `wait`."""

    def shutdown(self) -> None:  # type: ignore[override]
        super().shutdown()


@mutant("SHD-19", kind="process")
class AsksWhetherToWait(ProcessPoolExecutor):
    """Has a `shutdown` that needs its argument."""

    def shutdown(self, wait: bool, *, cancel_futures: bool = False) -> None:  # type: ignore[override]
        super().shutdown(wait, cancel_futures=cancel_futures)


@mutant("SHD-20", shows=("hang",))
class ForgetsTaskDone(ThreadPoolExecutor):
    """Joins a queue whose items nobody has declared to be done."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._accepted: queue.Queue[Future[Any]] = queue.Queue()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future = super().submit(fn, *args, **kwargs)
        self._accepted.put(future)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait, cancel_futures=cancel_futures)
        if wait:
            self._accepted.join()


@mutant("SHD-20", shows=("hang",))
class WaitsForAFirstCall(ThreadPoolExecutor):
    """Waits for an event that the first call sets, also if there never was one."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._first_has_ended = threading.Event()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future = super().submit(fn, *args, **kwargs)
        future.add_done_callback(lambda _: self._first_has_ended.set())
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if wait:
            self._first_has_ended.wait()
        super().shutdown(wait, cancel_futures=cancel_futures)


@mutant("SHD-20")
class JoinsWhatNeverStarted(ThreadPoolExecutor):
    """Joins a thread that only `submit` starts."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._watch = threading.Thread(target=lambda: None)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if self._watch.ident is None:
            self._watch.start()
        return super().submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait, cancel_futures=cancel_futures)
        if wait:
            self._watch.join()


@mutant("SHD-21")
class OnlyWaits(ThreadPoolExecutor):
    """Has the `shutdown` of Python 3.8."""

    def shutdown(self, wait: bool = True) -> None:  # type: ignore[override]
        super().shutdown(wait)


@mutant("SHD-21", kind="process")
class CallsItCancel(ProcessPoolExecutor):
    """Has another name for `cancel_futures`."""

    def shutdown(self, wait: bool = True, *, cancel: bool = False) -> None:  # type: ignore[override]
        super().shutdown(wait, cancel_futures=cancel)


@mutant("SHD-01")
class StartsAnew(ThreadPoolExecutor):
    """Starts another pool for calls that come after `shutdown`."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().submit(fn, *args, **kwargs)
        except RuntimeError:
            return ThreadPoolExecutor(1).submit(fn, *args, **kwargs)


@mutant("SHD-01")
class RaisesValueError(ThreadPoolExecutor):
    """Says that it is closed with the exception that closed files raise."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().submit(fn, *args, **kwargs)
        except RuntimeError as error:
            raise ValueError("the pool is closed") from error


@mutant("SHD-01")
class GivesACancelledFuture(ThreadPoolExecutor):
    """Accepts calls after `shutdown`, and cancels them."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().submit(fn, *args, **kwargs)
        except RuntimeError:
            future: Future[Any] = Future()
            future.cancel()
            return future


@mutant("SHD-01")
class StaysOpenIfUnused(ThreadPoolExecutor):
    """Has nothing to shut down before the first call, and so stays open."""

    _used = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self._used = True
        return super().submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if self._used:
            super().shutdown(wait, cancel_futures=cancel_futures)


@mutant("SHD-01", kind="process")
class StartsNewProcesses(ProcessPoolExecutor):
    """Starts another pool of processes for calls that come after `shutdown`."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().submit(fn, *args, **kwargs)
        except RuntimeError:
            return ProcessPoolExecutor(1).submit(fn, *args, **kwargs)


@mutant("SHD-02")
class NeverWaits(ThreadPoolExecutor):
    """Ignores `wait`."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait=False, cancel_futures=cancel_futures)


class _Remembering(ThreadPoolExecutor):
    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self.accepted: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self.accepted.append(super().submit(fn, *args, **kwargs))
        return self.accepted[-1]


@mutant("SHD-02")
class WaitsForAnEmptyQueue(_Remembering):
    """Returns once each call has been begun."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait=False, cancel_futures=cancel_futures)
        while wait and any(not (call.running() or call.done()) for call in self.accepted):
            threading.Event().wait(0.001)


@mutant("SHD-02")
class WaitsForRunningCalls(_Remembering):
    """Waits for the calls that run, and not for those that wait."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait=False, cancel_futures=cancel_futures)
        if wait:
            _wait_for([call for call in self.accepted if call.running()])


@mutant("SHD-02", kind="process")
class NeverWaitsForProcesses(ProcessPoolExecutor):
    """Ignores `wait`, and leaves its processes to themselves."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait=False, cancel_futures=cancel_futures)


@mutant("SHD-04", shows=("hang",))
class JoinsInAnyCase(ThreadPoolExecutor):
    """Joins its workers whatever `wait` says."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait=True, cancel_futures=cancel_futures)


@mutant("SHD-05")
class CancelsWhatWaits(ThreadPoolExecutor):
    """Cancels the waiting calls when nobody waits for them."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait, cancel_futures=cancel_futures or not wait)


@mutant("SHD-05", shows=("hang",))
class DropsWhatWaits(ThreadPoolExecutor):
    """Empties its queue when nobody waits for it: these futures are never done."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        while not wait:
            try:
                self._work_queue.get_nowait()
            except queue.Empty:
                break
        super().shutdown(wait, cancel_futures=cancel_futures)


@mutant("SHD-05", kind="process")
class TerminatesItsProcesses(ProcessPoolExecutor):
    """Ends its processes when nobody waits for them."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        processes = [] if wait else list(self._processes.values())
        super().shutdown(wait, cancel_futures=cancel_futures)
        for process in processes:
            process.terminate()


@mutant("SHD-17", shows=("hang",))
class IgnoresCancelFutures(ThreadPoolExecutor):
    """Accepts `cancel_futures` and does nothing with it."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait)


@mutant("SHD-17", kind="process")
class TerminatesTheRunning(ProcessPoolExecutor):
    """Takes `cancel_futures` for an order to end the processes."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        for process in list(self._processes.values()) if cancel_futures else ():
            process.terminate()
        super().shutdown(wait)


class _KeepsItsWorkers:
    """Closes its entrance and leaves its workers as they are."""

    _closed = False
    _even_if_waiting = True

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)  # type: ignore[call-arg]
        self._accepted: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if self._closed:
            raise RuntimeError("the pool is closed")
        self._accepted.append(super().submit(fn, *args, **kwargs))  # type: ignore[misc]
        return self._accepted[-1]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._closed = True
        for future in self._accepted if cancel_futures else ():
            future.cancel()
        if wait and self._even_if_waiting:
            _wait_for(self._accepted)
        elif wait:
            super().shutdown(wait)  # type: ignore[misc]


@mutant("SHD-03")
class LeavesItsThreads(_KeepsItsWorkers, ThreadPoolExecutor):
    """Waits for its calls in `shutdown`, and leaves its threads to the garbage collector."""


@mutant("SHD-03", kind="process")
class LeavesItsProcesses(_KeepsItsWorkers, ProcessPoolExecutor):
    """Waits for its calls in `shutdown`, and leaves its processes to the garbage collector."""


@mutant("SHD-06", shows=("hang",))
class WakesNobody(_KeepsItsWorkers, ThreadPoolExecutor):
    """Does not tell idle workers of a `shutdown` that nobody waits for."""

    _even_if_waiting = False


class _AsksItsPool(Future[Any]):
    pool: ForgetsOutcomes

    def result(self, timeout: float | None = None) -> Any:
        if self.pool.closed:
            raise LookupError("the outcomes have been thrown away")
        return super().result(timeout)


@mutant("SHD-14")
class ForgetsOutcomes(ThreadPoolExecutor):
    """Throws the outcomes away with the workers that hold them."""

    closed = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future = turn_into(_AsksItsPool, super().submit(fn, *args, **kwargs))
        future.pool = self
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait, cancel_futures=cancel_futures)
        self.closed = wait
