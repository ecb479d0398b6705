"""Mutants of the chapter on `submit`: of what is called, with what, and what comes of it."""

from __future__ import annotations

import asyncio
import copy
import inspect
import threading
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable


class _LooksAtNames:
    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self.last = fn.__name__
        return super().submit(fn, *args, **kwargs)  # type: ignore[misc]


@mutant("SUB-12")
class LooksAtNames(_LooksAtNames, ThreadPoolExecutor):
    """Notes the name of each function, and refuses what has none."""


@mutant("SUB-12", kind="process")
class LooksAtNamesOfWork(_LooksAtNames, ProcessPoolExecutor):
    """Names the work of its processes by the function's name, and refuses what has none."""


@mutant("SUB-12")
class LooksAtSignatures(ThreadPoolExecutor):
    """Looks for names of its own among the parameters, and refuses what does not tell them."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if callable(fn) and "resources" in inspect.signature(fn).parameters:
            raise ValueError("the name resources is taken")
        return super().submit(fn, *args, **kwargs)


@mutant("SUB-09")
class CopiesArguments(ThreadPoolExecutor):
    """Copies the arguments, so that nobody can change them meanwhile."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(fn, *map(copy.copy, args), **kwargs)


@mutant("SUB-09")
class CopiesKeywords(ThreadPoolExecutor):
    """Copies the values of keywords."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(fn, *args, **{k: copy.copy(v) for k, v in kwargs.items()})


def _drained(fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    value = fn(*args, **kwargs)
    return list(value) if inspect.isgenerator(value) else value


@mutant("SUB-13")
class DrainsGenerators(ThreadPoolExecutor):
    """Makes a list of what a generator yields."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(_drained, fn, *args, **kwargs)


@mutant("SUB-13", kind="process")
class DrainsGeneratorsInWorkers(ProcessPoolExecutor):
    """Sends back a list of what a generator yields."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(_drained, fn, *args, **kwargs)


@mutant("SUB-13")
class RunsCoroutines(ThreadPoolExecutor):
    """Runs the coroutine that a call returns in a loop of its own."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        def call() -> Any:
            value = fn(*args, **kwargs)
            return asyncio.run(value) if inspect.iscoroutine(value) else value

        return super().submit(call)


@mutant("SUB-05")
class FailsLater(ThreadPoolExecutor):
    """Has a default for the callable, which cannot be called."""

    def submit(self, fn: Any = None, /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(fn, *args, **kwargs)


@mutant("SUB-06")
class TakesValuesForCalls(ThreadPoolExecutor):
    """Takes what cannot be called for the outcome."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        if callable(fn):
            return super().submit(fn, *args, **kwargs)
        future: Future[Any] = Future()
        future.set_result(fn)
        return future


@mutant("SUB-06", kind="process")
class AssertsThatItCanCall(ProcessPoolExecutor):
    """Asserts that what it is given can be called."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        if not callable(fn):
            raise AssertionError("not callable")
        return super().submit(fn, *args, **kwargs)


@mutant("SUB-10")
class RefusesItsWorkers(ThreadPoolExecutor):
    """Takes calls from other threads than its own."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if threading.current_thread() in self._threads:
            raise RuntimeError("a worker must not submit")
        return super().submit(fn, *args, **kwargs)


class _LooksWhenItIsTooLate:
    _closed = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future: Future[Any] = super().submit(fn, *args, **kwargs)  # type: ignore[misc]
        if self._closed:
            raise RuntimeError("the pool is closed")
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._closed = True
        if wait:
            super().shutdown(wait, cancel_futures=cancel_futures)  # type: ignore[misc]


@mutant("SUB-11")
class LooksWhenItIsTooLate(_LooksWhenItIsTooLate, ThreadPoolExecutor):
    """Puts each call into its queue, and then looks whether it is closed."""


@mutant("SUB-11", kind="process")
class LooksWhenItHasBeenSent(_LooksWhenItIsTooLate, ProcessPoolExecutor):
    """Hands each call to its processes, and then looks whether it is closed."""
