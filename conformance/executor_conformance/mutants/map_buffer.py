"""Mutants of the chapter on `map`: of buffers."""

from __future__ import annotations

import weakref
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class _Buffers(ThreadPoolExecutor):
    """Has a buffer also where the standard library has none."""

    def map(self, fn: Any, *iterables: Any, buffersize: int | None = None, **options: Any) -> Any:
        if buffersize is None:
            return super().map(fn, *iterables, **options)
        self.check(buffersize)
        groups = zip(*iterables, strict=False)
        futures = deque(self.submit(fn, *items) for items in islice(groups, buffersize))

        def submit_next() -> Future[Any] | None:
            for items in groups:
                return self.submit(fn, *items)
            return None

        return self.results(futures, submit_next)

    def check(self, buffersize: int) -> None:
        """Raise if there is no such buffer."""
        if not isinstance(buffersize, int):
            raise TypeError("buffersize must be an integer")
        if buffersize < 1:
            raise ValueError("buffersize must be positive")

    def results(
        self, futures: deque[Future[Any]], submit_next: Callable[[], Future[Any] | None]
    ) -> Iterator[Any]:
        """Yield the results, with one further call for each that is asked for."""
        failure: Exception | None = None
        while futures:
            try:
                future = None if failure else submit_next()
            except Exception as error:
                failure = error
            else:
                if future is not None:
                    futures.append(future)
            yield futures.popleft().result()
        if failure is not None:
            raise failure


@mutant("MAP-17")
class TakesZeroForAnyNumber(_Buffers):
    """Takes a buffer of no size for one without a limit."""

    def map(self, fn: Any, *iterables: Any, buffersize: int | None = None, **options: Any) -> Any:
        return super().map(fn, *iterables, buffersize=buffersize or None, **options)


@mutant("MAP-17")
class RoundsItsBuffer(_Buffers):
    """Takes any number for the size of its buffer."""

    def map(self, fn: Any, *iterables: Any, buffersize: Any = None, **options: Any) -> Any:
        if isinstance(buffersize, float):
            buffersize = round(buffersize)
        return super().map(fn, *iterables, buffersize=buffersize, **options)


@mutant("MAP-24")
class EndsWhenShutDown(_Buffers):
    """Ends the iteration when no further call is accepted."""

    def results(
        self, futures: deque[Future[Any]], submit_next: Callable[[], Future[Any] | None]
    ) -> Iterator[Any]:
        try:
            yield from super().results(futures, submit_next)
        except RuntimeError:
            return


@mutant("MAP-20")
class RaisesBeforeWhatIsThere(_Buffers):
    """Raises the error of an input before it yields the results that it has."""

    def results(
        self, futures: deque[Future[Any]], submit_next: Callable[[], Future[Any] | None]
    ) -> Iterator[Any]:
        while futures:
            future = submit_next()
            if future is not None:
                futures.append(future)
            yield futures.popleft().result()


@mutant("MAP-28")
class EndsWhenDropped(_Buffers):
    """Refers to itself weakly, and ends the iteration when it is gone."""

    def map(self, fn: Any, *iterables: Any, buffersize: int | None = None, **options: Any) -> Any:
        if buffersize is None:
            return super().map(fn, *iterables, **options)
        self.check(buffersize)
        groups = zip(*iterables, strict=False)
        futures = deque(self.submit(fn, *items) for items in islice(groups, buffersize))
        pool = weakref.ref(self)

        def submit_next() -> Future[Any] | None:
            alive = pool()
            for items in () if alive is None else groups:
                return alive.submit(fn, *items)  # type: ignore[union-attr]
            return None

        results: Iterator[Any] = _Buffers.results(None, futures, submit_next)  # type: ignore[arg-type]
        return results
