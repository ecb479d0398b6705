"""Mutants of the chapter on `shutdown`: of what it does when it is called again, or from inside."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable


@mutant("SHD-07")
class RaisesWhenItIsClosed(ThreadPoolExecutor):
    """Raises when it is shut down a second time."""

    _closed = False

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if self._closed:
            raise RuntimeError("the pool is closed")
        self._closed = True
        super().shutdown(wait, cancel_futures=cancel_futures)


class _ShutsDownOnce:
    _closed = False

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if not self._closed:
            self._closed = True
            super().shutdown(wait, cancel_futures=cancel_futures)  # type: ignore[misc]


@mutant("SHD-08")
class ListensOnce(_ShutsDownOnce, ThreadPoolExecutor):
    """Does in its first `shutdown` what that says, and nothing in any further one."""


@mutant("SHD-08", kind="process")
class ListensOnceForProcesses(_ShutsDownOnce, ProcessPoolExecutor):
    """Has processes, and takes notice of its first `shutdown` alone."""


class _CallsBackElsewhere(Future[Any]):
    def add_done_callback(self, fn: Callable[..., object]) -> None:
        def call_back(future: Future[Any]) -> None:
            threading.Thread(target=fn, args=(future,), daemon=True).start()

        super().add_done_callback(fn if self.done() else call_back)


@mutant("SHD-15")
class CallsBackInThreadsOfTheirOwn(ThreadPoolExecutor):
    """Gives each callback a thread, for which nobody waits."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_CallsBackElsewhere, super().submit(fn, *args, **kwargs))


class _WaitsUntilAllIsDone(ThreadPoolExecutor):
    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._busy = 0
        self._changed = threading.Condition()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        with self._changed:
            future = super().submit(self._call, fn, args, kwargs)
            self._busy += 1
        return future

    def _call(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        try:
            return fn(*args, **kwargs)
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()


@mutant("SHD-13", shows=("hang",))
class WaitsForItself(_WaitsUntilAllIsDone):
    """Counts its calls, and waits until there are none, also if it is one of them that waits."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with self._changed:
            self._changed.wait_for(lambda: not (wait and self._busy))
        super().shutdown(wait, cancel_futures=cancel_futures)


@mutant("SHD-13")
class StaysOpenInsideOut(ThreadPoolExecutor):
    """Refuses to be shut down by a thread of its own, and so stays open."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if threading.current_thread() in self._threads:
            raise RuntimeError("a worker cannot shut its pool down")
        super().shutdown(wait, cancel_futures=cancel_futures)


@mutant("SHD-16", kind="process")
class RaisesWhatItCouldNotSend(ProcessPoolExecutor):
    """Goes through the outcomes at its end, and stumbles over the errors of the transport."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._accepted: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self._accepted.append(super().submit(fn, *args, **kwargs))
        return self._accepted[-1]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait)
        for future in self._accepted:
            error = future.exception()
            if isinstance(error, TypeError) and "pickle" in str(error):
                raise error


@mutant("SHD-18")
class CancelsBeforeItWaits(ThreadPoolExecutor):
    """Cancels what has not begun, so that there is less to wait for."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait, cancel_futures=cancel_futures or wait)


@mutant("SHD-18", kind="process")
class CancelsProcessesBeforeItWaits(ProcessPoolExecutor):
    """Cancels what no process has begun, so that there is less to wait for."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait, cancel_futures=cancel_futures or wait)
