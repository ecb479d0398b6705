"""Mutants of the chapter on threads."""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from types import FunctionType
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.registry import as_if_standard, mutant

if TYPE_CHECKING:
    from collections.abc import Callable


def with_copied_globals(fn: Any) -> Any:
    """Return a function that has the globals of `fn` as they are now, for itself."""
    if not isinstance(fn, FunctionType):
        return fn
    copied = FunctionType(
        fn.__code__, dict(fn.__globals__), fn.__name__, fn.__defaults__, fn.__closure__
    )
    copied.__kwdefaults__ = fn.__kwdefaults__
    return copied


@mutant("THR-01")
class CopiesGlobalsForEachCall(ThreadPoolExecutor):
    """Gives each call a copy of the globals of its function."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(with_copied_globals(fn), *args, **kwargs)


@mutant("THR-01")
class CopiesGlobalsForEachWorker(ThreadPoolExecutor):
    """Gives each worker copies of the globals of the functions that it calls."""

    _here = threading.local()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        def call() -> Any:
            known = vars(self._here).setdefault("functions", {})
            if fn not in known:
                known[fn] = with_copied_globals(fn)
            return known[fn](*args, **kwargs)

        return super().submit(call)


@mutant("THR-02")
class RunsEveryOtherInPlace(ThreadPoolExecutor):
    """Runs every other call in the submitting thread, which would be idle otherwise."""

    _in_place = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self._in_place = not self._in_place
        if not self._in_place:
            return super().submit(fn, *args, **kwargs)
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def _then_cleared(fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    try:
        return fn(*args, **kwargs)
    finally:
        for value in list(fn.__globals__.values()):
            if isinstance(value, threading.local):
                vars(value).clear()


@mutant("THR-05")
class ClearsThreadLocalData(ThreadPoolExecutor):
    """Clears the thread-local data of a call's module after the call, so that nothing leaks."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(fn, FunctionType):
            return super().submit(fn, *args, **kwargs)
        return super().submit(_then_cleared, fn, *args, **kwargs)


@mutant("THR-03")
class IgnoresThePrefix(ThreadPoolExecutor):
    """Takes a prefix and names its threads in its own way."""

    def __init__(self, max_workers: int | None = None, thread_name_prefix: str = ""):
        super().__init__(max_workers)


@mutant("THR-03")
class NamesByThePrefixAlone(ThreadPoolExecutor):
    """Gives the prefix as their name to all its threads."""

    def __init__(self, max_workers: int | None = None, thread_name_prefix: str = ""):
        super().__init__(max_workers, initializer=_name_thread, initargs=(thread_name_prefix,))


def _name_thread(name: str) -> None:
    if name:
        threading.current_thread().name = name


@as_if_standard
@mutant("THR-07")
class NumbersAllThreads(ThreadPoolExecutor):
    """Goes on with the numbers of threads from one pool to the next."""

    _numbers = itertools.count()

    def __init__(self, max_workers: int | None = None, thread_name_prefix: str = ""):
        self._prefix = thread_name_prefix
        super().__init__(max_workers, initializer=self._number_thread)

    def _number_thread(self) -> None:
        _name_thread(f"{self._prefix}_{next(self._numbers)}")


@as_if_standard
@mutant("THR-04")
class SharesAPrefix(ThreadPoolExecutor):
    """Names its threads without telling pools apart."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers, thread_name_prefix="ThreadPoolExecutor-0")
