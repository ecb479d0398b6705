"""Mutants of the chapter on done-callbacks."""

from __future__ import annotations

import pickle
import threading
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable


class _PassesResult(Future[Any]):
    def add_done_callback(self, fn: Callable[..., object]) -> None:
        super().add_done_callback(lambda future: fn(future.exception() or future.result()))


@mutant("CBK-01")
class CallsBackWithTheResult(ThreadPoolExecutor):
    """Passes the result to callbacks."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_PassesResult, super().submit(fn, *args, **kwargs))


class _PassesNothing(Future[Any]):
    def add_done_callback(self, fn: Callable[..., object]) -> None:
        super().add_done_callback(lambda _: fn())


@mutant("CBK-01")
class CallsBackWithNothing(ThreadPoolExecutor):
    """Calls callbacks without an argument."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_PassesNothing, super().submit(fn, *args, **kwargs))


class _PassesItselfLate(Future[Any]):
    def add_done_callback(self, fn: Callable[..., object]) -> None:
        if self.done():
            fn(self.result())
        else:
            super().add_done_callback(fn)


@mutant("CBK-01")
class CallsBackWithTheResultWhenDone(ThreadPoolExecutor):
    """Passes the result to callbacks that are added to a future that is done."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_PassesItselfLate, super().submit(fn, *args, **kwargs))


class _Outer(Future[Any]):
    inner: Future[Any]

    def add_done_callback(self, fn: Callable[..., object]) -> None:
        self.inner.add_done_callback(fn)

    def result(self, timeout: float | None = None) -> Any:
        return self.inner.result(timeout)


@mutant("CBK-01", kind="process")
class CallsBackWithTheInnerFuture(ProcessPoolExecutor):
    """Wraps futures, and passes the wrapped ones to callbacks."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        outer = _Outer()
        outer.inner = super().submit(fn, *args, **kwargs)
        return outer


class _Twice(Future[Any]):
    def add_done_callback(self, fn: Callable[..., object]) -> None:
        super().add_done_callback(fn)
        super().add_done_callback(fn)


@mutant("CBK-02")
class CallsBackTwice(ThreadPoolExecutor):
    """Calls each callback twice."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Twice, super().submit(fn, *args, **kwargs))


class _OnSuccess(Future[Any]):
    def add_done_callback(self, fn: Callable[..., object]) -> None:
        def only_on_success(future: Future[Any]) -> None:
            if future.cancelled() or future.exception() is None:
                fn(self)

        super().add_done_callback(only_on_success)


@mutant("CBK-02", shows=("hang",))
class CallsBackOnSuccess(ThreadPoolExecutor):
    """Calls no callback of a call that has raised."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_OnSuccess, super().submit(fn, *args, **kwargs))


class _NotOnCancel(Future[Any]):
    def add_done_callback(self, fn: Callable[..., object]) -> None:
        def unless_cancelled(future: Future[Any]) -> None:
            if not future.cancelled():
                fn(self)

        super().add_done_callback(unless_cancelled)


@mutant("CBK-02", shows=("hang",))
class CallsBackUnlessCancelled(ThreadPoolExecutor):
    """Calls no callback of a call that was cancelled."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_NotOnCancel, super().submit(fn, *args, **kwargs))


class _AgainOnNotice(Future[Any]):
    _added: tuple[Callable[..., object], ...] = ()

    def add_done_callback(self, fn: Callable[..., object]) -> None:
        self._added += (fn,)
        super().add_done_callback(fn)

    def set_running_or_notify_cancel(self) -> bool:
        runs = super().set_running_or_notify_cancel()
        for fn in self._added if not runs else ():
            fn(self)
        return runs


@mutant("CBK-02")
class CallsBackAgainOnNotice(ThreadPoolExecutor):
    """Calls back when a call is cancelled, and again when a worker comes upon it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_AgainOnNotice, super().submit(fn, *args, **kwargs))


class _Once(Future[Any]):
    _added: tuple[Callable[..., object], ...] = ()

    def add_done_callback(self, fn: Callable[..., object]) -> None:
        if fn not in self._added:
            self._added += (fn,)
            super().add_done_callback(fn)


@mutant("CBK-04", shows=("hang",))
class CallsEachFunctionBackOnce(ThreadPoolExecutor):
    """Keeps its callbacks in a set, so that one that was added twice is called once."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Once, super().submit(fn, *args, **kwargs))


@mutant("CBK-02", kind="process")
class CallsBackTwiceFromProcesses(ProcessPoolExecutor):
    """Calls each callback of a call in another process twice."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Twice, super().submit(fn, *args, **kwargs))


class _CallsBackEarly(Future[Any]):
    early: list[Callable[..., object]]

    def add_done_callback(self, fn: Callable[..., object]) -> None:
        if self.done():
            super().add_done_callback(fn)
        else:
            self.early.append(fn)

    def cancel(self) -> bool:
        cancelled = super().cancel()
        if cancelled:
            self._call_early()
        return cancelled

    def set_result(self, result: Any) -> None:
        self._call_early()
        super().set_result(result)

    def set_exception(self, exception: BaseException | None) -> None:
        self._call_early()
        super().set_exception(exception)

    def _call_early(self) -> None:
        while self.early:
            self.early.pop(0)(self)


@mutant("CBK-05")
class CallsBackBeforeTheOutcome(ThreadPoolExecutor):
    """Calls back, and then stores the outcome."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future: Any = super().submit(fn, *args, **kwargs)
        future.early = []
        return turn_into(_CallsBackEarly, future)


class _Defers(Future[Any]):
    def add_done_callback(self, fn: Callable[..., object]) -> None:
        if self.done():
            threading.Thread(target=fn, args=(self,)).start()
        else:
            super().add_done_callback(fn)


@mutant("CBK-06")
class DefersCallbacks(ThreadPoolExecutor):
    """Has another thread call the callbacks that are added to a future that is done."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Defers, super().submit(fn, *args, **kwargs))


class _SendsCallbacks(Future[Any]):
    pool: SendsCallbacksToWorkers

    def add_done_callback(self, fn: Callable[..., object]) -> None:
        super().add_done_callback(lambda _: self.pool.call_back(fn, self))


@mutant("CBK-10", kind="process")
class SendsCallbacksToWorkers(ProcessPoolExecutor):
    """Has a worker process call the callbacks that can be sent to it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future = turn_into(_SendsCallbacks, super().submit(fn, *args, **kwargs))
        future.pool = self
        return future

    def call_back(self, fn: Callable[..., object], future: Future[Any]) -> None:
        try:
            pickle.dumps(fn)
        except (TypeError, AttributeError, pickle.PicklingError):
            fn(future)
        else:
            super().submit(fn, None)
