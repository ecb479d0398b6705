"""Mutants of the chapter on lifetime."""

from __future__ import annotations

import concurrent.futures
import os
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.adapter import Adapter
from executor_conformance.mutants.registry import REGISTRY, Mutant, mutant
from executor_conformance.mutants.wrappers import WrappedFuture, WrappedThreads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@mutant("LIF-08")
class CancelsDroppedFutures(ThreadPoolExecutor):
    """Takes a future that nobody holds for a call that nobody wants."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        inner = super().submit(fn, *args, **kwargs)
        outer = WrappedFuture(inner)
        weakref.finalize(outer, inner.cancel)
        return outer


class _HoldsItselfWeakly(WrappedFuture):
    def add_done_callback(self, fn: Callable[..., object]) -> None:
        weakly = weakref.ref(self)

        def call_back(_: Any) -> None:
            if (future := weakly()) is not None:
                fn(future)

        self._inner.add_done_callback(call_back)


@mutant("LIF-08", shows=("hang",))
class ForgetsDroppedFutures(ThreadPoolExecutor):
    """Holds its futures by weak references, and so loses the callbacks of those dropped."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return _HoldsItselfWeakly(super().submit(fn, *args, **kwargs))


def _close(pool: Any) -> None:
    pool.shutdown(wait=False, cancel_futures=True)


@mutant("LIF-06")
class CancelsWithoutItsOwner(WrappedThreads):
    """Cancels the calls that wait when it is dropped."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        weakref.finalize(self, _close, self._inner).atexit = False


@mutant("LIF-07", shows=("hang",))
class KeepsItself(ThreadPoolExecutor):
    """Keeps a list of all executors that were made."""

    _all: list[Any] = []  # noqa: RUF012

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._all.append(self)


@mutant("LIF-01", shows=("hang",))
class LeavesAPipe(ThreadPoolExecutor):
    """Opens a pipe and leaves it open."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._pipe = os.pipe()


@mutant("LIF-02", shows=("hang",))
class KeepsCalls(ThreadPoolExecutor):
    """Keeps a history of what it was given."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._history: list[Any] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self._history.append((fn, args, kwargs))
        return super().submit(fn, *args, **kwargs)


@mutant("LIF-02", shows=("hang",))
class TellsFuturesTheirCalls(ThreadPoolExecutor):
    """Has futures that know what they are futures of."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future: Any = super().submit(fn, *args, **kwargs)
        future.call = fn, args, kwargs
        return future


@mutant("LIF-03", shows=("hang",))
class KeepsResults(ThreadPoolExecutor):
    """Keeps what the last calls have returned."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._results: list[Any] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future = super().submit(fn, *args, **kwargs)
        future.add_done_callback(lambda future: self._results.append(future.result()))
        return future


@mutant("LIF-04", shows=("hang",))
class KeepsMappedResults(ThreadPoolExecutor):
    """Has a `map` that keeps the futures to its end."""

    def map(self, fn: Callable[..., Any], *iterables: Any, **options: Any) -> Iterator[Any]:
        futures = [self.submit(fn, *items) for items in zip(*iterables, strict=False)]
        for future in futures:
            yield future.result()


def _as_completed(futures: Iterable[Any], timeout: float | None = None) -> Iterator[Any]:
    kept = list(futures)
    yield from concurrent.futures.as_completed(kept, timeout)


KEEPS_WHAT_IT_GAVE = Adapter(
    name="KEEPS_WHAT_IT_GAVE", make=ThreadPoolExecutor, kind="thread", as_completed=_as_completed
)
REGISTRY.add(
    Mutant(
        name="KeepsWhatItGave",
        clause="LIF-05",
        description="Brings an `as_completed` that keeps its futures to the end.",
        target=f"{__name__}:KEEPS_WHAT_IT_GAVE",
        shows=frozenset({"hang"}),
    )
)


class _HoldsItsError(WrappedFuture):
    def result(self, timeout: float | None = None) -> Any:
        # The traceback of what is raised refers to this frame, and so to the future.
        return self._inner.result(timeout)


@mutant("LIF-09", shows=("hang",))
class RaisesInTheFuture(ThreadPoolExecutor):
    """Raises exceptions in a frame that refers to the future, which refers to them."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return _HoldsItsError(super().submit(fn, *args, **kwargs))
