"""Mutants of the chapter on initializers: those that raise, or cannot be sent."""

from __future__ import annotations

import multiprocessing
import pickle
from concurrent.futures import (
    BrokenExecutor,
    Future,
    InvalidStateError,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.initializer import Initializing
from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable


@mutant("INI-05")
class WorksWithoutPreparation(Initializing):
    """Makes the calls although the initializer has raised."""

    def _initialize_with(self, *values: Any) -> None:
        assert self._given is not None
        with suppress(Exception):
            self._given(*values)


class _Original(Future[Any]):
    pool: RaisesTheOriginal

    def set_exception(self, exception: BaseException | None) -> None:
        broken = isinstance(exception, BrokenExecutor)
        super().set_exception(self.pool.original if broken else exception)


@mutant("INI-05")
class RaisesTheOriginal(Initializing):
    """Lets the waiting calls fail with what the initializer has raised."""

    original: BaseException | None = None

    def _initialize_with(self, *values: Any) -> None:
        assert self._given is not None
        try:
            self._given(*values)
        except BaseException as error:
            self.original = error
            raise

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future = _Original()
        future.pool = self
        inner = super().submit(fn, *args, **kwargs)

        def settle(done: Future[Any]) -> None:
            if (error := done.exception()) is not None:
                future.set_exception(error)
            else:
                future.set_result(done.result())

        inner.add_done_callback(settle)
        return future


@mutant("INI-06")
class AcceptsAllTheSame(ThreadPoolExecutor):
    """Accepts calls after an initializer has raised, and lets each fail."""

    def __init__(
        self,
        max_workers: int | None = None,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ):
        super().__init__(max_workers, initializer=initializer, initargs=initargs)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().submit(fn, *args, **kwargs)
        except BrokenExecutor as error:
            failed: Future[Any] = Future()
            failed.set_exception(error)
            return failed


class _FirstOutcomeStands(Future[Any]):
    def set_result(self, result: Any) -> None:
        with suppress(InvalidStateError):
            super().set_result(result)


@mutant("INI-07")
class GivesUpWhatIsRunning(Initializing):
    """Lets running calls fail, too, when another worker cannot be prepared."""

    def _initialize_with(self, *values: Any) -> None:
        assert self._given is not None
        try:
            self._given(*values)
        except BaseException:
            for future in vars(self).get("accepted", ()):
                if future.running():
                    future.set_exception(BrokenExecutor("a worker could not be prepared"))
            raise

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future = turn_into(_FirstOutcomeStands, super().submit(fn, *args, **kwargs))
        vars(self).setdefault("accepted", []).append(future)
        return future


@mutant("INI-09")
class KeepsTheReasonToItself(Initializing):
    """Says that a worker could not be prepared, and not why."""

    def _initialize_with(self, *values: Any) -> None:
        assert self._given is not None
        try:
            self._given(*values)
        except Exception:
            raise RuntimeError("a worker could not be prepared") from None


@mutant("INI-10", kind="process")
class TriesAgainLater(ProcessPoolExecutor):
    """Accepts calls for which it cannot start a worker now, in the hope that it can later."""

    def __init__(
        self,
        max_workers: int | None = None,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ):
        spawning = multiprocessing.get_context("spawn")
        super().__init__(max_workers, spawning, initializer, initargs)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().submit(fn, *args, **kwargs)
        except (TypeError, pickle.PicklingError):
            return Future()
