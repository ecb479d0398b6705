"""Mutants of the chapter on done-callbacks: what becomes of exceptions."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)


class _TakesErrors(Future[Any]):
    def add_done_callback(self, fn: Callable[..., object]) -> None:
        def guarded(future: Future[Any]) -> None:
            try:
                fn(future)
            except Exception as error:
                self._exception = error
                raise

        super().add_done_callback(guarded)


@mutant("CBK-07")
class TakesErrorsOfCallbacks(ThreadPoolExecutor):
    """Makes the exception of a callback the outcome of the call."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_TakesErrors, super().submit(fn, *args, **kwargs))


class _RaisesOnCancel(Future[Any]):
    _added: tuple[Callable[..., object], ...] = ()

    def add_done_callback(self, fn: Callable[..., object]) -> None:
        if self.done():
            super().add_done_callback(fn)
        else:
            self._added += (fn,)
            super().add_done_callback(lambda future: future.cancelled() or fn(future))

    def cancel(self) -> bool:
        before = self.cancelled()
        cancelled = super().cancel()
        for fn in self._added if cancelled and not before else ():
            fn(self)
        return cancelled


@mutant("CBK-07")
class RaisesFromCancel(ThreadPoolExecutor):
    """Lets the exception of a callback out of `cancel`."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_RaisesOnCancel, super().submit(fn, *args, **kwargs))


class _Stops(Future[Any]):
    _stopped = False

    def add_done_callback(self, fn: Callable[..., object]) -> None:
        def until_one_fails(future: Future[Any]) -> None:
            if not self._stopped:
                self._stopped = True
                fn(future)
                self._stopped = False

        super().add_done_callback(until_one_fails)


@mutant("CBK-07", shows=("hang",))
class StopsAtTheFirstError(ThreadPoolExecutor):
    """Calls no further callback after one that has raised."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Stops, super().submit(fn, *args, **kwargs))


class _Silent(Future[Any]):
    def add_done_callback(self, fn: Callable[..., object]) -> None:
        def silenced(future: Future[Any]) -> None:
            with suppress(Exception):
                fn(future)

        super().add_done_callback(silenced)


@mutant("CBK-08")
class KeepsQuiet(ThreadPoolExecutor):
    """Drops the exceptions of callbacks."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Silent, super().submit(fn, *args, **kwargs))


class _Mentions(Future[Any]):
    def add_done_callback(self, fn: Callable[..., object]) -> None:
        def mentioned(future: Future[Any]) -> None:
            try:
                fn(future)
            except Exception:
                _log.error("a callback failed")

        super().add_done_callback(mentioned)


@mutant("CBK-08", kind="process")
class LogsNoError(ProcessPoolExecutor):
    """Logs that a callback has raised, and not what."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Mentions, super().submit(fn, *args, **kwargs))


class _Direct(Future[Any]):
    def add_done_callback(self, fn: Callable[..., object]) -> None:
        if self.done():
            fn(self)
        else:
            super().add_done_callback(fn)


@mutant("CBK-09")
class RaisesFromAdd(ThreadPoolExecutor):
    """Calls a callback that comes late without protection."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Direct, super().submit(fn, *args, **kwargs))


class _OrdinaryOnly(Future[Any]):
    def add_done_callback(self, fn: Callable[..., object]) -> None:
        if not self.done():
            super().add_done_callback(fn)
            return
        try:
            fn(self)
        except Exception:
            _log.exception("a callback failed")


@mutant("CBK-15")
class CatchesExceptionsOnly(ThreadPoolExecutor):
    """Catches nothing but `Exception` from a callback that comes late."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_OrdinaryOnly, super().submit(fn, *args, **kwargs))
