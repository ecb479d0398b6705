"""Mutants of the chapter on `map`."""

from __future__ import annotations

import queue
import weakref
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from itertools import islice, product, starmap, zip_longest
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@mutant("MAP-23")
class HasNoMap(ThreadPoolExecutor):
    """Has no method `map`."""

    @property
    def map(self) -> Any:
        raise AttributeError("map")


@mutant("MAP-23")
class MapsToAList(ThreadPoolExecutor):
    """Returns the results as a list."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        return list(super().map(fn, *iterables, **options))


@mutant("MAP-23")
class MapsToFutures(ThreadPoolExecutor):
    """Returns an iterator over the futures."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        return iter([self.submit(fn, *items) for items in zip(*iterables, strict=False)])


@mutant("MAP-23", kind="process")
class MapsToAListOfProcesses(ProcessPoolExecutor):
    """Returns the results of its processes as a list."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        return list(super().map(fn, *iterables, **options))


@mutant("MAP-03")
class PadsTheShorter(ThreadPoolExecutor):
    """Goes on to the end of the longest iterable."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        groups = list(zip_longest(*iterables))
        return super().map(fn, *zip(*groups, strict=True), **options)


@mutant("MAP-03")
class PassesEachGroup(ThreadPoolExecutor):
    """Passes the items of one position as one tuple."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        if len(iterables) > 1:
            iterables = (zip(*iterables, strict=False),)
        return super().map(fn, *iterables, **options)


@mutant("MAP-03")
class UnpacksTuples(ThreadPoolExecutor):
    """Passes the members of an item that is a tuple as arguments."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        def call(*items: Any) -> Any:
            only = items[0]
            return fn(*(only if len(items) == 1 and isinstance(only, tuple) else items))

        return super().map(call, *iterables, **options)


@mutant("MAP-03")
class CombinesAll(ThreadPoolExecutor):
    """Makes a call for each combination of items."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        return super().map(fn, *zip(*product(*iterables), strict=True), **options)


@mutant("MAP-03")
class TriesTheFirstCall(ThreadPoolExecutor):
    """Makes the first call once before, to see how long it takes."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        groups = list(zip(*iterables, strict=False))
        for _ in starmap(fn, groups[:1]):
            pass
        return super().map(fn, *zip(*groups, strict=True), **options)


@mutant("MAP-03", kind="process")
class LosesTheLastChunk(ProcessPoolExecutor):
    """Sends pairs of calls, and forgets one that has no partner."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        groups = list(zip(*iterables, strict=False))
        whole = len(groups) // 2 * 2 or len(groups)
        return super().map(fn, *zip(*groups[:whole], strict=True), chunksize=2)


def _as_completed(executor: Executor, fn: Any, iterables: tuple[Iterable[Any], ...]) -> Any:
    done: queue.SimpleQueue[Future[Any]] = queue.SimpleQueue()
    futures = [executor.submit(fn, *items) for items in zip(*iterables, strict=False)]
    for future in futures:
        future.add_done_callback(done.put)
    return (done.get().result() for _ in futures)


@mutant("MAP-01")
class YieldsAsCompleted(ThreadPoolExecutor):
    """Yields results in the order in which the calls end."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        return _as_completed(self, fn, iterables)


@mutant("MAP-01")
class YieldsFromTheEnd(ThreadPoolExecutor):
    """Pops the last of its futures first."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        futures = [self.submit(fn, *items) for items in zip(*iterables, strict=False)]
        return (futures.pop().result() for _ in range(len(futures)))


@mutant("MAP-01", kind="process")
class YieldsAsProcessesComplete(ProcessPoolExecutor):
    """Yields results in the order in which they arrive from the processes."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        return _as_completed(self, fn, iterables)


@mutant("MAP-02", shows=("hang",))
class StartsOnFirstNext(ThreadPoolExecutor):
    """Is a generator, which does nothing before the first `next`."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        yield from super().map(fn, *iterables, **options)


@mutant("MAP-02", shows=("hang",))
class TakesInputsAndStartsOnFirstNext(ThreadPoolExecutor):
    """Consumes its inputs at once, and submits the calls when the first result is asked for."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        groups = list(zip(*iterables, strict=False))
        submit_all = super().map

        def results() -> Iterator[Any]:
            yield from submit_all(fn, *zip(*groups, strict=True), **options)

        return results()


@mutant("MAP-02")
class SubmitsAWindow(ThreadPoolExecutor):
    """Submits some calls, and one more for each result that is asked for."""

    def map(self, fn: Callable[..., Any], *iterables: Any, **options: Any) -> Any:
        groups = zip(*iterables, strict=False)
        window = [self.submit(fn, *items) for items in islice(groups, 8)]

        def results() -> Iterator[Any]:
            while window:
                yield window.pop(0).result()
                window.extend(self.submit(fn, *items) for items in islice(groups, 1))

        return results()


@mutant("MAP-21", shows=("hang",))
class CollectsTheResults(ThreadPoolExecutor):
    """Collects the results before it returns an iterator over them."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        return iter(list(super().map(fn, *iterables, **options)))


@mutant("MAP-06", shows=("hang",))
class IgnoresTimeout(ThreadPoolExecutor):
    """Accepts `timeout` and waits as long as it takes."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        options.pop("timeout", None)
        return super().map(fn, *iterables, **options)


@mutant("MAP-06", shows=("hang",))
class StartsTheClockOnFirstNext(ThreadPoolExecutor):
    """Counts the timeout of each result from when it is asked for."""

    def map(self, fn: Any, *iterables: Any, timeout: float | None = None, **options: Any) -> Any:
        futures = [self.submit(fn, *items) for items in zip(*iterables, strict=False)]
        return (future.result(timeout) for future in futures)


@mutant("MAP-06")
class GivesHalfTheTime(ThreadPoolExecutor):
    """Divides the timeout."""

    def map(self, fn: Any, *iterables: Any, timeout: float | None = None, **options: Any) -> Any:
        return super().map(fn, *iterables, timeout=timeout and timeout / 2, **options)


@mutant("MAP-09", shows=("hang",))
class MakesCallsOfAChunkInTurn(ThreadPoolExecutor):
    """Makes the calls of a chunk one after another in one worker."""

    def map(
        self,
        fn: Callable[..., Any],
        *iterables: Any,
        timeout: float | None = None,
        chunksize: int = 1,
        **_: Any,
    ) -> Any:
        groups = iter(list(zip(*iterables, strict=False)))
        chunks = iter(lambda: list(islice(groups, chunksize)), [])
        results = super().map(lambda chunk: list(starmap(fn, chunk)), chunks, timeout=timeout)
        return (result for chunk in results for result in chunk)


@mutant("MAP-10", kind="process")
class SendsWholeChunksOnly(ProcessPoolExecutor):
    """Forgets the inputs that do not fill a chunk."""

    def map(self, fn: Any, *iterables: Any, chunksize: int = 1, **options: Any) -> Any:
        groups = list(zip(*iterables, strict=False))
        whole = groups[: len(groups) // chunksize * chunksize]
        return super().map(fn, *zip(*whole, strict=True), chunksize=chunksize, **options)


@mutant("MAP-10", kind="process")
class RefusesLargeChunks(ProcessPoolExecutor):
    """Raises `ValueError` for a chunk that is larger than the input."""

    def map(self, fn: Any, *iterables: Any, chunksize: int = 1, **options: Any) -> Any:
        groups = list(zip(*iterables, strict=False))
        if chunksize > max(len(groups), 1):
            raise ValueError("there are not as many inputs as that")
        return super().map(fn, *zip(*groups, strict=True), chunksize=chunksize, **options)


@mutant("MAP-13")
class CancelsWhenDropped(ThreadPoolExecutor):
    """Cancels the waiting calls when the iterator is dropped."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        futures = [self.submit(fn, *items) for items in zip(*iterables, strict=False)]
        results = (future.result() for future in list(futures))

        def cancel() -> None:
            for future in futures:
                future.cancel()

        weakref.finalize(results, cancel)
        return results


@mutant("MAP-14")
class RaisesFromTheIterator(ThreadPoolExecutor):
    """Raises from the iterator what `submit` has raised."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        try:
            return super().map(fn, *iterables, **options)
        except RuntimeError as error:
            return (_raise(error) for _ in "a")


@mutant("MAP-14")
class GivesNothingAfterShutdown(ThreadPoolExecutor):
    """Returns an empty iterator after `shutdown`."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        try:
            return super().map(fn, *iterables, **options)
        except RuntimeError:
            return iter(())


def _raise(error: BaseException) -> Any:
    raise error


@mutant("MAP-16")
class IgnoresBuffersize(ThreadPoolExecutor):
    """Accepts `buffersize` and takes all its inputs at once."""

    def map(self, fn: Any, *iterables: Any, buffersize: int | None = None, **options: Any) -> Any:
        return super().map(fn, *iterables, **options)


@mutant("MAP-16")
class BuffersTwiceAsMuch(ThreadPoolExecutor):
    """Takes more inputs than `buffersize` says."""

    def map(self, fn: Any, *iterables: Any, buffersize: int | None = None, **options: Any) -> Any:
        if buffersize is None:
            return super().map(fn, *iterables, **options)
        groups = zip(*iterables, strict=False)
        window = [self.submit(fn, *items) for items in islice(groups, 2 * buffersize)]

        def results() -> Iterator[Any]:
            while window:
                yield window.pop(0).result()
                window.extend(self.submit(fn, *items) for items in islice(groups, 1))

        return results()
