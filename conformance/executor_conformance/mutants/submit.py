"""Mutants of the chapter on `submit`."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import (
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from multiprocessing.pool import ThreadPool
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.registry import mutant
from executor_conformance.mutants.wrappers import WrappedFuture

if TYPE_CHECKING:
    from collections.abc import Callable


@mutant("SUB-14")
class ReturnsNothing(ThreadPoolExecutor):
    """Starts the call and keeps the future for itself."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        super().submit(fn, *args, **kwargs)


@mutant("SUB-14")
class GivesAnAwaitable(ThreadPoolExecutor):
    """Gives something to await in place of a future."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future = super().submit(fn, *args, **kwargs)

        class Outcome:
            def __await__(self) -> Any:
                return asyncio.wrap_future(future).__await__()

        return Outcome()


@mutant("SUB-14")
class GivesAsyncResults(Executor):
    """Hands out the results of `multiprocessing`, which have `get` where futures have `result`."""

    def __init__(self, max_workers: int | None = None):
        self._pool = ThreadPool(max_workers)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return self._pool.apply_async(fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._pool.close()
        if wait:
            self._pool.join()


@mutant("SUB-14")
class WantsAPriorityFirst(ThreadPoolExecutor):
    """Takes something else before the callable."""

    def submit(self, priority: Any, fn: Any, /, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        return super().submit(fn, *args, **kwargs)


@mutant("SUB-03")
class KeepsTimeout(ThreadPoolExecutor):
    """Keeps the keyword `timeout` for itself."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        kwargs.pop("timeout", None)
        return super().submit(fn, *args, **kwargs)


@mutant("SUB-03")
class DropsKeywords(ThreadPoolExecutor):
    """Passes positional arguments on, and no others."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(fn, *args)


@mutant("SUB-03")
class PassesNoneForNothing(ThreadPoolExecutor):
    """Always passes an argument, None if there is none."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(fn, *(args or (None,)), **kwargs)


@mutant("SUB-03", kind="process")
class PassesKeywordsByPosition(ProcessPoolExecutor):
    """Puts the values of keywords behind the positional arguments, to send one tuple less."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(fn, *args, *kwargs.values())


@mutant("SUB-02", shows=("hang",))
class WaitsInSubmit(ThreadPoolExecutor):
    """Waits for the call before it returns the future."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future = super().submit(fn, *args, **kwargs)
        wait([future])
        return future


@mutant("SUB-08", shows=("hang",))
class HandsOverToAFreeWorker(ThreadPoolExecutor):
    """Waits in `submit` until a worker is free."""

    def __init__(self, max_workers: int = 2):
        super().__init__(max_workers)
        self._free = threading.Semaphore(max_workers)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self._free.acquire()
        future = super().submit(fn, *args, **kwargs)
        future.add_done_callback(lambda _: self._free.release())
        return future


@mutant("SUB-07")
class CallsAgainToBeSure(ThreadPoolExecutor):
    """Makes each call at least once."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        def call_and_confirm() -> Any:
            fn(*args, **kwargs)
            return fn(*args, **kwargs)

        return super().submit(call_and_confirm)


@mutant("SUB-07", shows=("hang",))
class LosesWhatDoesNotFit(ThreadPoolExecutor):
    """Has room for a thousand waiting calls, and drops the others."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._accepted = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self._accepted += 1
        if self._accepted % 1000 == 0:
            return Future()
        return super().submit(fn, *args, **kwargs)


@mutant("SUB-04")
class NamesItsCallable(ThreadPoolExecutor):
    """Has parameters that a keyword of the call can be mistaken for."""

    def submit(self, fn: Any, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        return super().submit(fn, *args, **kwargs)


@mutant("SUB-04")
class TakesFnByKeyword(ThreadPoolExecutor):
    """Takes the callable by keyword where it is not given by position."""

    def submit(self, /, *args: Any, **kwargs: Any) -> Any:
        if not args:
            args = (kwargs.pop("fn"),)
        return super().submit(*args, **kwargs)


@mutant("SUB-01")
class WrapsItsFutures(ThreadPoolExecutor):
    """Gives futures that look like those of the standard library, but are of another class."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return WrappedFuture(super().submit(fn, *args, **kwargs))


@mutant("SUB-01", kind="process")
class WrapsFuturesOfProcesses(ProcessPoolExecutor):
    """Gives futures of processes that look like those of the standard library."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return WrappedFuture(super().submit(fn, *args, **kwargs))
