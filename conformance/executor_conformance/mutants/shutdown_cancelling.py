"""Mutants of the chapter on `shutdown`: of what it does with `cancel_futures`."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable

_wait_for = wait


class _Remembering:
    """Keeps the futures of its calls."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)  # type: ignore[call-arg]
        self.accepted: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self.accepted.append(super().submit(fn, *args, **kwargs))  # type: ignore[misc]
        return self.accepted[-1]

    def cancel_all(self) -> None:
        """Cancel what can be cancelled."""
        for future in self.accepted:
            future.cancel()


@mutant("SHD-09")
class EmptiesItsQueue(ThreadPoolExecutor):
    """Throws away what waits in its queue, except for the last, and cancels nothing."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if wait and cancel_futures:
            while self._work_queue.qsize() > 1:
                try:
                    self._work_queue.get_nowait()
                except queue.Empty:
                    break
        super().shutdown(wait, cancel_futures=cancel_futures)


class _SaysItIsCancelled(Future[Any]):
    """Leaves its call where it is."""

    given_up = False

    def cancel(self) -> bool:
        self.given_up = self.given_up or not (self.done() or self.running())
        return self.given_up

    def cancelled(self) -> bool:
        return self.given_up

    def result(self, timeout: float | None = None) -> Any:
        if self.given_up:
            raise CancelledError
        return super().result(timeout)


@mutant("SHD-09")
class MakesCancelledCalls(_Remembering, ThreadPoolExecutor):
    """Marks calls as cancelled, and leaves them in its queue."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future = super().submit(fn, *args, **kwargs)
        future.__class__ = _SaysItIsCancelled
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if cancel_futures:
            self.cancel_all()
        super().shutdown(wait)


@mutant("SHD-10")
class GivesUpTheRunning(_Remembering, ThreadPoolExecutor):
    """Cancels what has not begun, and lets what runs fail."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait=False, cancel_futures=cancel_futures)
        for future in self.accepted if cancel_futures else ():
            if not future.done():
                future.set_exception(CancelledError())
        super().shutdown(wait)


@mutant("SHD-10")
class TakesResultsBack(_Remembering, ThreadPoolExecutor):
    """Throws away the results that nobody has asked for by then, or is still asking for."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait, cancel_futures=cancel_futures)
        for future in self.accepted if cancel_futures else ():
            if future.done():
                future.__class__ = _SaysItIsCancelled
                future.given_up = True  # type: ignore[attr-defined]


@mutant("SHD-10", kind="process")
class TerminatesWhatRuns(ProcessPoolExecutor):
    """Ends its processes when there is nothing more for them to do."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        processes = list(self._processes.values()) if cancel_futures else []
        super().shutdown(wait=False, cancel_futures=cancel_futures)
        for process in processes:
            process.terminate()


@mutant("SHD-11", shows=("hang",))
class CancelsInTheEnd(_Remembering, ThreadPoolExecutor):
    """Cancels the rest when a running call has ended."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if wait or not cancel_futures:
            super().shutdown(wait, cancel_futures=cancel_futures)
            return
        for future in self.accepted:
            if future.running():
                future.add_done_callback(lambda _: self.cancel_all())
        super().shutdown(wait=False)


@mutant("SHD-22")
class CancelsInTheBackground(_Remembering, ThreadPoolExecutor):
    """Has another thread cancel the calls, when it comes to that."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        canceller = threading.Timer(0.1, self.cancel_all)
        if cancel_futures:
            canceller.start()
            if wait:
                canceller.join()
        super().shutdown(wait)


class _TakesItBack(_Remembering):
    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._cancels = False

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._cancels = cancel_futures
        for future in self.accepted if cancel_futures else ():
            if future.running():
                future.add_done_callback(self._cancel_if_still_wanted)
        if wait and cancel_futures:
            _wait_for([future for future in self.accepted if future.running()])
        super().shutdown(wait)  # type: ignore[misc]

    def _cancel_if_still_wanted(self, _: Future[Any]) -> None:
        if self._cancels:
            self.cancel_all()


@mutant("SHD-12")
class ObeysTheLast(_TakesItBack, ThreadPoolExecutor):
    """Keeps `cancel_futures` of the last `shutdown` in mind until a call has ended."""


@mutant("SHD-12", kind="process")
class ObeysTheLastForProcesses(_TakesItBack, ProcessPoolExecutor):
    """Keeps `cancel_futures` of the last `shutdown` in mind until a process is free."""
