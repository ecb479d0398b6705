"""Mutants of the chapter on cancellation."""

from __future__ import annotations

import time
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable


class _NeverCancels(Future[Any]):
    def cancel(self) -> bool:
        return False


@mutant("CAN-09")
class NeverCancels(ThreadPoolExecutor):
    """Has a `cancel` for the sake of the interface."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_NeverCancels, super().submit(fn, *args, **kwargs))


@mutant("CAN-09", kind="process")
class HandsEverythingOver(ProcessPoolExecutor):
    """Hands all its calls over at once, so that none can be taken back."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_NeverCancels, super().submit(fn, *args, **kwargs))


class _CancelledLater(Future[Any]):
    def result(self, timeout: float | None = None) -> Any:
        if self._state == "CANCELLED" and timeout is not None:
            raise TimeoutError
        return super().result(timeout)


@mutant("CAN-05")
class TellsOfCancellationsLater(ThreadPoolExecutor):
    """Has no outcome for a cancelled call before a worker has come across it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_CancelledLater, super().submit(fn, *args, **kwargs))


class _AsksForCancellation(Future[Any]):
    def cancelled(self) -> bool:
        return super().cancelled() and self._state != "CANCELLED"


@mutant("CAN-05", kind="process")
class AsksForCancellation(ProcessPoolExecutor):
    """Has a call cancelled when its turn comes."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_AsksForCancellation, super().submit(fn, *args, **kwargs))


class _RunsCancelled(Future[Any]):
    def set_running_or_notify_cancel(self) -> bool:
        super().set_running_or_notify_cancel()
        return True

    def set_result(self, result: Any) -> None:
        if not self.cancelled():
            super().set_result(result)

    def set_exception(self, exception: BaseException | None) -> None:
        if not self.cancelled():
            super().set_exception(exception)


@mutant("CAN-01")
class DropsTheResultOnly(ThreadPoolExecutor):
    """Makes a cancelled call and drops its result."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_RunsCancelled, super().submit(fn, *args, **kwargs))


class _CancelsRunning(_RunsCancelled):
    def cancel(self) -> bool:
        with self._condition:
            if self._state == "RUNNING":
                self._state = "CANCELLED"
                self._condition.notify_all()
        return super().cancel()


@mutant("CAN-02")
class CancelsRunningCalls(ThreadPoolExecutor):
    """Marks running calls as cancelled."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_CancelsRunning, super().submit(fn, *args, **kwargs))


class _NothingLeftToDo(Future[Any]):
    def cancel(self) -> bool:
        return super().cancel() or self.done()


@mutant("CAN-03")
class CancelsWhatHasEnded(ThreadPoolExecutor):
    """Claims to have cancelled calls that have ended."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_NothingLeftToDo, super().submit(fn, *args, **kwargs))


class _CancelsOnce(Future[Any]):
    def cancel(self) -> bool:
        return not self.cancelled() and super().cancel()


@mutant("CAN-04")
class CancelsOnce(ThreadPoolExecutor):
    """Returns False where somebody else has cancelled the call."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_CancelsOnce, super().submit(fn, *args, **kwargs))


class _CallsBackEachTime(Future[Any]):
    _added: tuple[Callable[..., object], ...] = ()

    def add_done_callback(self, fn: Callable[..., object]) -> None:
        self._added += (fn,)
        super().add_done_callback(fn)

    def cancel(self) -> bool:
        for fn in self._added if self.cancelled() else ():
            fn(self)
        return super().cancel()


@mutant("CAN-04")
class CallsBackForEachCancel(ThreadPoolExecutor):
    """Runs the callbacks again when a cancelled call is cancelled."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_CallsBackEachTime, super().submit(fn, *args, **kwargs))


class _LooksFirst(Future[Any]):
    def cancel(self) -> bool:
        waits = not (self.running() or self.done())
        time.sleep(0.0002)
        return super().cancel() or waits


@mutant("CAN-06")
class LooksBeforeItCancels(ThreadPoolExecutor):
    """Finds that a call waits, and then cancels it, if that has not changed."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_LooksFirst, super().submit(fn, *args, **kwargs))


class _ReadsEveryResult:
    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)  # type: ignore[call-arg]
        self._accepted: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self._accepted.append(super().submit(fn, *args, **kwargs))  # type: ignore[misc]
        return self._accepted[-1]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        for future in self._accepted if wait else ():
            future.exception()
        super().shutdown(wait, cancel_futures=cancel_futures)  # type: ignore[misc]


@mutant("CAN-07")
class ReadsEveryResult(_ReadsEveryResult, ThreadPoolExecutor):
    """Waits for the end of each call by reading its outcome, which not every call has."""


@mutant("CAN-07", kind="process")
class ReadsEveryResultOfProcesses(_ReadsEveryResult, ProcessPoolExecutor):
    """Waits for the end of each call by reading its outcome, which not every call has."""
