"""Mutants of the chapter on `result` and `exception` that spoil what outcomes there are."""

from __future__ import annotations

import copy
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable


class CallError(RuntimeError):
    """What two mutants wrap exceptions in."""


def _wrap_error(fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    try:
        return fn(*args, **kwargs)
    except Exception as error:
        raise CallError(f"{type(error).__name__}: {error}") from error


@mutant("RES-03")
class WrapsExceptions(ThreadPoolExecutor):
    """Raises an exception of its own in place of the call's."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(_wrap_error, fn, *args, **kwargs)


@mutant("RES-03", kind="process")
class WrapsExceptionsOfProcesses(ProcessPoolExecutor):
    """Raises an exception of its own in place of the call's."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(_wrap_error, fn, *args, **kwargs)


class _RaisesCopies(Future[Any]):
    def result(self, timeout: float | None = None) -> Any:
        error = self.exception(timeout)
        if error is not None:
            raise copy.copy(error).with_traceback(error.__traceback__)
        return super().result(timeout)


@mutant("RES-03")
class RaisesCopies(ThreadPoolExecutor):
    """Raises copies of exceptions."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_RaisesCopies, super().submit(fn, *args, **kwargs))


class _Raises(Future[Any]):
    def exception(self, timeout: float | None = None) -> Any:
        self.result(timeout)


@mutant("RES-04")
class RaisesFromException(ThreadPoolExecutor):
    """Has an `exception` that raises, as `result` does."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Raises, super().submit(fn, *args, **kwargs))


class _Consumed(Future[Any]):
    def result(self, timeout: float | None = None) -> Any:
        value, self._result = super().result(timeout), None
        return value


@mutant("RES-10")
class HandsResultsOutOnce(ThreadPoolExecutor):
    """Gives a value to the first who asks, and forgets it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Consumed, super().submit(fn, *args, **kwargs))


class _CopiesEachTime(Future[Any]):
    def exception(self, timeout: float | None = None) -> Any:
        return copy.copy(super().exception(timeout))


@mutant("RES-10", kind="process")
class CopiesExceptionsEachTime(ProcessPoolExecutor):
    """Gives another copy of an exception each time."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_CopiesEachTime, super().submit(fn, *args, **kwargs))


def _raise_what_is_returned(fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    value = fn(*args, **kwargs)
    if isinstance(value, Exception):
        raise value
    return value


@mutant("RES-11")
class RaisesReturnedExceptions(ThreadPoolExecutor):
    """Tells success from failure by the class of the value."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(_raise_what_is_returned, fn, *args, **kwargs)


def _exit_quietly(fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    try:
        return fn(*args, **kwargs)
    except SystemExit:
        return None


@mutant("RES-12")
class ExitsQuietly(ThreadPoolExecutor):
    """Takes `SystemExit` for the end of a thread, as `threading` does."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(_exit_quietly, fn, *args, **kwargs)


@mutant("RES-12", kind="process")
class ExitsQuietlyFromProcesses(ProcessPoolExecutor):
    """Takes `SystemExit` for a regular end."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(_exit_quietly, fn, *args, **kwargs)


class _CancelledByTheCall(Future[Any]):
    def cancelled(self) -> bool:
        return super().cancelled() or isinstance(self._exception, CancelledError)


@mutant("RES-13")
class TakesItForACancellation(ThreadPoolExecutor):
    """Takes a `CancelledError` that the call has raised for a cancellation."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_CancelledByTheCall, super().submit(fn, *args, **kwargs))


class _NotDoneByTimeout(Future[Any]):
    def done(self) -> bool:
        return super().done() and not isinstance(self._exception, TimeoutError)


@mutant("RES-13")
class TakesItForALackOfTime(ThreadPoolExecutor):
    """Takes a `TimeoutError` that the call has raised for one of waiting."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_NotDoneByTimeout, super().submit(fn, *args, **kwargs))


class _TestsForTruth(Future[Any]):
    def result(self, timeout: float | None = None) -> Any:
        error = self.exception(timeout)
        if error:
            raise error
        return self._result


@mutant("RES-14")
class TestsForTruth(ThreadPoolExecutor):
    """Finds no exception where there is a false one."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_TestsForTruth, super().submit(fn, *args, **kwargs))


class _RaisesAnew(Future[Any]):
    def result(self, timeout: float | None = None) -> Any:
        error = self.exception(timeout)
        if error is not None:
            raise error.with_traceback(None)
        return super().result(timeout)


@mutant("RES-15")
class RaisesWithoutTheFrames(ThreadPoolExecutor):
    """Raises the exception with a traceback that begins at the caller."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_RaisesAnew, super().submit(fn, *args, **kwargs))
