"""Mutants of the chapter on future states."""

from __future__ import annotations

from concurrent.futures import Future, InvalidStateError, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable


class _BornRunning(Future[Any]):
    def running(self) -> bool:
        return not self.done()


@mutant("FUT-01")
class TakesWaitingForRunning(ThreadPoolExecutor):
    """Says of each call that has not ended that it is running."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_BornRunning, super().submit(fn, *args, **kwargs))


@mutant("FUT-01", kind="process")
class TakesWaitingForRunningElsewhere(ProcessPoolExecutor):
    """Says of each call of another process that has not ended that it is running."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_BornRunning, super().submit(fn, *args, **kwargs))


class _NeverRunning(Future[Any]):
    def running(self) -> bool:
        return False


@mutant("FUT-02")
class DoesNotKnowWhatRuns(ThreadPoolExecutor):
    """Says of no call that it is running."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_NeverRunning, super().submit(fn, *args, **kwargs))


class _DoneIfSuccessful(Future[Any]):
    def done(self) -> bool:
        return super().done() and (self.cancelled() or self.exception() is None)


@mutant("FUT-03")
class IsDoneIfSuccessful(ThreadPoolExecutor):
    """Takes done for successful."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_DoneIfSuccessful, super().submit(fn, *args, **kwargs))


class _DoneOnNotice(Future[Any]):
    def done(self) -> bool:
        return super().done() and self._state != "CANCELLED"


@mutant("FUT-04")
class IsDoneOnNotice(ThreadPoolExecutor):
    """Does not count a cancelled call as done before a worker has come across it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_DoneOnNotice, super().submit(fn, *args, **kwargs))


class _NotCancelledAfterNotice(Future[Any]):
    def cancelled(self) -> bool:
        return self._state == "CANCELLED"


@mutant("FUT-04")
class ForgetsCancellations(ThreadPoolExecutor):
    """Says of a call that a worker has dropped that it was not cancelled."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_NotCancelledAfterNotice, super().submit(fn, *args, **kwargs))


class _Chaining(Future[Any]):
    def set_running_or_notify_cancel(self) -> Any:
        return super().set_running_or_notify_cancel() and self


@mutant("FUT-06")
class ReturnsTheFutureForChaining(ThreadPoolExecutor):
    """Returns the future, which is as good as true to a worker."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Chaining, super().submit(fn, *args, **kwargs))


class _NotRunningYet(Future[Any]):
    def set_running_or_notify_cancel(self) -> bool:
        starts = super().set_running_or_notify_cancel()
        if starts:
            self._state = "PENDING"
        return starts


@mutant("FUT-06")
class StartsWithoutASign(ThreadPoolExecutor):
    """Lets a call start and does not mark it as running."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_NotRunningYet, super().submit(fn, *args, **kwargs))


class _Silent(Future[Any]):
    def set_running_or_notify_cancel(self) -> Any:
        return super().set_running_or_notify_cancel() or None


@mutant("FUT-07")
class GivesNoAnswer(ThreadPoolExecutor):
    """Returns None where a call was cancelled."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Silent, super().submit(fn, *args, **kwargs))


class _TellsNobody(Future[Any]):
    def set_running_or_notify_cancel(self) -> bool:
        return not self.cancelled() and super().set_running_or_notify_cancel()


@mutant("FUT-07", shows=("hang",))
class TellsNobodyOfCancellations(ThreadPoolExecutor):
    """Does not tell those who wait that a call was cancelled."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_TellsNobody, super().submit(fn, *args, **kwargs))


class _StartsAgain(Future[Any]):
    def set_running_or_notify_cancel(self) -> bool:
        return self.running() or super().set_running_or_notify_cancel()


@mutant("FUT-08")
class StartsTwice(ThreadPoolExecutor):
    """Lets a second worker start a call that runs."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_StartsAgain, super().submit(fn, *args, **kwargs))


class _OnlyIfRunning(Future[Any]):
    def set_result(self, result: Any) -> None:
        if not self.running():
            raise InvalidStateError("the call has not started")
        super().set_result(result)


@mutant("FUT-09")
class RequiresRunning(ThreadPoolExecutor):
    """Takes a value from a running call only."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_OnlyIfRunning, super().submit(fn, *args, **kwargs))


class _WakesNobody(Future[Any]):
    def set_exception(self, exception: BaseException | None) -> None:
        if self.done():
            raise InvalidStateError
        self._exception = exception
        self._state = "FINISHED"
        self._invoke_callbacks()  # type: ignore[attr-defined]


@mutant("FUT-09", shows=("hang",))
class WakesNobodyOnFailure(ThreadPoolExecutor):
    """Stores an exception and wakes nobody."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_WakesNobody, super().submit(fn, *args, **kwargs))


class _DropsSecondOutcomes(Future[Any]):
    def set_result(self, result: Any) -> None:
        if not self.done():
            super().set_result(result)


@mutant("FUT-10")
class DropsSecondOutcomes(ThreadPoolExecutor):
    """Says nothing about a second outcome."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_DropsSecondOutcomes, super().submit(fn, *args, **kwargs))


class _StoresAndRefuses(Future[Any]):
    def set_result(self, result: Any) -> None:
        self._result = result
        super().set_result(result)


@mutant("FUT-10")
class StoresBeforeItRefuses(ThreadPoolExecutor):
    """Refuses a second value when it has overwritten the first."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_StoresAndRefuses, super().submit(fn, *args, **kwargs))


class _Revives(Future[Any]):
    def set_running_or_notify_cancel(self) -> bool:
        before, self._state = self._state, "RUNNING"
        if before not in ("PENDING", "CANCELLED"):
            raise RuntimeError("the call was started before")
        self._state = before
        return super().set_running_or_notify_cancel()


@mutant("FUT-05")
class RevivesFutures(ThreadPoolExecutor):
    """Marks a future as running before it finds that it has ended."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Revives, super().submit(fn, *args, **kwargs))


class _EqualByResult(Future[Any]):
    def __eq__(self, other: object) -> bool:
        if not (isinstance(other, Future) and self.done() and other.done()):
            return self is other
        return bool(self.result() == other.result())

    def __hash__(self) -> int:
        return hash(_EqualByResult)


@mutant("FUT-11")
class ComparesResults(ThreadPoolExecutor):
    """Takes futures with the same result for equal."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_EqualByResult, super().submit(fn, *args, **kwargs))


class _Slotted:
    __slots__ = ("_future",)

    def __init__(self, future: Future[Any]):
        self._future = future

    def __getattr__(self, name: str) -> Any:
        return getattr(self._future, name)


@mutant("FUT-12")
class SavesMemory(ThreadPoolExecutor):
    """Wraps futures in a class whose slots leave no room for weak references."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return _Slotted(super().submit(fn, *args, **kwargs))


class _CopiedAsNew(Future[Any]):
    def __reduce__(self) -> Any:
        return _CopiedAsNew, ()


@mutant("FUT-13")
class CopiesFuturesAsNew(ThreadPoolExecutor):
    """Makes a new future where one is copied."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_CopiedAsNew, super().submit(fn, *args, **kwargs))
