"""Mutants of the chapter on errors: what calls raise, and what cannot be serialised."""

from __future__ import annotations

import os
import pickle
import traceback
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.registry import as_if_standard, mutant

if TYPE_CHECKING:
    from collections.abc import Callable


@mutant("ERR-09")
class ClosesAfterAnError(ThreadPoolExecutor):
    """Takes no more calls once one has raised."""

    _failed = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if self._failed:
            raise RuntimeError("a call has failed")

        def call() -> Any:
            try:
                return fn(*args, **kwargs)
            except BaseException:
                self._failed = True
                raise

        return super().submit(call)


@mutant("ERR-09")
class CancelsAfterAnError(ThreadPoolExecutor):
    """Cancels what waits when a call has raised."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._accepted: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        def call() -> Any:
            try:
                return fn(*args, **kwargs)
            except BaseException:
                for future in self._accepted:
                    future.cancel()
                raise

        if len(self._accepted) > 10:
            self._accepted.clear()
        future = super().submit(call)
        self._accepted.append(future)
        return future


class _PoolTimeoutError(Exception):
    pass


class _TimesOutByItself(Future[Any]):
    def exception(self, timeout: float | None = None) -> BaseException | None:
        try:
            return super().exception(timeout)
        except TimeoutError as error:
            raise _PoolTimeoutError("it takes too long") from error


@mutant("ERR-02")
class HasATimeoutErrorOfItsOwn(ThreadPoolExecutor):
    """Says that time has passed by an error that has nothing to do with `TimeoutError`."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_TimesOutByItself, super().submit(fn, *args, **kwargs))


@mutant("ERR-13")
class PrintsErrors(ThreadPoolExecutor):
    """Prints what calls raise, in case nobody asks."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        def call() -> Any:
            try:
                return fn(*args, **kwargs)
            except BaseException:
                traceback.print_exc()
                raise

        return super().submit(call)


@mutant("ERR-10", kind="process")
class StopsAtWhatItCannotPickle(ProcessPoolExecutor):
    """Loses the thread that pickles to the first object that cannot be pickled."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        try:
            pickle.dumps((fn, args, kwargs))
        except Exception:
            self.shutdown(wait=False)
            raise
        return super().submit(fn, *args, **kwargs)


@mutant("ERR-10", kind="process")
class LeavesOutWhatItCannotPickle(ProcessPoolExecutor):
    """Finishes a call that cannot be pickled with None."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        try:
            pickle.dumps((fn, args, kwargs))
        except Exception:
            done: Future[Any] = Future()
            done.set_result(None)
            return done
        return super().submit(fn, *args, **kwargs)


def _or_die(fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    try:
        outcome = fn(*args, **kwargs)
    except BaseException as error:
        outcome = error
    try:
        pickle.dumps(outcome)
    except Exception:
        os._exit(1)
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome


@mutant("ERR-11", kind="process")
class DiesOfItsOutcome(ProcessPoolExecutor):
    """Loses the worker whose outcome cannot be pickled."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(_or_die, fn, *args, **kwargs)


class _NeverBroken(Future[Any]):
    def set_exception(self, exception: BaseException | None) -> None:
        if not isinstance(exception, BrokenExecutor):
            super().set_exception(exception)


@mutant("ERR-12", kind="process")
class LosesWhatItCannotRebuild(ProcessPoolExecutor):
    """Says nothing to the futures of calls that have got stuck on the way."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_NeverBroken, super().submit(fn, *args, **kwargs))


class _PlainlyBroken(Future[Any]):
    def set_exception(self, exception: BaseException | None) -> None:
        broken = isinstance(exception, BrokenExecutor)
        super().set_exception(RuntimeError("the pool has failed") if broken else exception)


@as_if_standard
@mutant("ERR-01")
class SaysRuntimeError(ThreadPoolExecutor):
    """Says that it is broken as if it were closed."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_PlainlyBroken, super().submit(fn, *args, **kwargs))
