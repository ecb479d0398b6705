"""Mutants of the chapter on `map`: of what it does when a call, an input or `submit` fails."""

from __future__ import annotations

from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@mutant("MAP-04")
class RaisesBeforeAll(ThreadPoolExecutor):
    """Waits for all calls, and raises if one has failed before it yields the others."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        futures = [self.submit(fn, *items) for items in zip(*iterables, strict=False)]

        def results() -> Iterator[Any]:
            wait(futures)
            for future in futures:
                if error := future.exception():
                    raise error
            yield from [future.result() for future in futures]

        return results()


@mutant("MAP-04")
class SkipsWhatFailed(ThreadPoolExecutor):
    """Leaves failed calls out."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        futures = [self.submit(fn, *items) for items in zip(*iterables, strict=False)]
        return (future.result() for future in futures if future.exception() is None)


def _caught(fn: Callable[..., Any], *items: Any) -> Any:
    try:
        return fn(*items)
    except Exception as error:
        return error


@mutant("MAP-04", kind="process")
class YieldsErrors(ProcessPoolExecutor):
    """Yields exceptions in place of raising them."""

    def map(self, fn: Any, *iterables: Any, chunksize: int = 1, **options: Any) -> Any:
        groups = zip(*iterables, strict=False)
        futures = [self.submit(_caught, fn, *items) for items in groups]
        return (future.result() for future in futures)


class _Results:
    """An iterator that is no generator, and so goes on after an error."""

    def __init__(self, futures: Iterable[Future[Any]]):
        self._futures = iter(list(futures))

    def __iter__(self) -> _Results:
        return self

    def __next__(self) -> Any:
        return next(self._futures).result()


class _CancelsOnError(_Results):
    def __next__(self) -> Any:
        future = next(self._futures)
        try:
            return future.result()
        except Exception:
            rest = list(self._futures)
            for other in rest:
                other.cancel()
            self._futures = iter(rest)
            raise


@mutant("MAP-05")
class GoesOnWithWhatItCancelled(ThreadPoolExecutor):
    """Cancels the other calls when one has failed, and then asks them for their results."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        groups = zip(*iterables, strict=False)
        return _CancelsOnError([self.submit(fn, *items) for items in groups])


class _SkipsOneOnError(_Results):
    def __next__(self) -> Any:
        try:
            return super().__next__()
        except ValueError:
            next(self._futures, None)
            raise


@mutant("MAP-05", kind="process")
class LosesTheOneAfterAnError(ProcessPoolExecutor):
    """Goes on after an error, but with the input after the next."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        groups = zip(*iterables, strict=False)
        return _SkipsOneOnError([self.submit(fn, *items) for items in groups])


@mutant("MAP-18")
class LetsStopIterationThrough(ThreadPoolExecutor):
    """Has an iterator of its own class, whose `__next__` raises what the call has raised."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        groups = zip(*iterables, strict=False)
        return _Results([self.submit(fn, *items) for items in groups])


def _until_error(groups: Iterator[Any]) -> Iterator[Any]:
    while True:
        try:
            group = next(groups)
        except Exception:
            return
        yield group


@mutant("MAP-15")
class EndsAtABadInput(ThreadPoolExecutor):
    """Takes an error of its inputs for their end."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        groups = _until_error(zip(*iterables, strict=False))
        futures = [self.submit(fn, *items) for items in groups]
        return (future.result() for future in futures)


@mutant("MAP-15", kind="process")
class EndsAtABadInputForProcesses(ProcessPoolExecutor):
    """Sends its processes the inputs before one that raises, and no others."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        groups = list(_until_error(zip(*iterables, strict=False)))
        return super().map(fn, *zip(*groups, strict=True), **options)


@mutant("MAP-19")
class EndsWhenRefused(ThreadPoolExecutor):
    """Takes the refusal of a call for the end of the inputs, unless it is the first."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        groups = zip(*iterables, strict=False)
        futures = [self.submit(fn, *items) for items in islice(groups, 1)]
        with suppress(RuntimeError):
            futures.extend(self.submit(fn, *items) for items in groups)
        return (future.result() for future in futures)


@mutant("MAP-19")
class CancelsTheAccepted(ThreadPoolExecutor):
    """Cancels the calls that were accepted before one was refused."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        futures: list[Future[Any]] = []
        try:
            groups = zip(*iterables, strict=False)
            futures.extend(self.submit(fn, *items) for items in groups)
        except Exception:
            for future in futures:
                future.cancel()
            raise
        return (future.result() for future in futures)
