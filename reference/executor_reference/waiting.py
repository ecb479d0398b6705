"""`wait` and `as_completed`: both listen to a queue into which futures put themselves when done."""

from collections.abc import Generator, Iterable, Iterator
from queue import Empty, SimpleQueue
from typing import Any, Generic, NamedTuple, TypeVar

from executor_reference.clock import deadline, remaining
from executor_reference.future import Future

T = TypeVar("T")

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"


class DoneAndNotDone(NamedTuple):
    """What `wait` returns: the given futures, parted by whether they are done."""

    done: set[Future[Any]]
    not_done: set[Future[Any]]


def wait(
    fs: Iterable[Future[T]], timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> DoneAndNotDone:
    """Wait until all of the futures are done, or the first is, or the first has failed.

    Returns two sets, `done` and `not_done`, also when `timeout` seconds have passed first. Raises
    `ValueError` for an unknown `return_when`.
    """
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):  # WAI-10
        raise ValueError(
            f"return_when must be FIRST_COMPLETED, FIRST_EXCEPTION or ALL_COMPLETED, "
            f"not {return_when!r}"
        )
    futures = distinct(fs)
    due = deadline(timeout)
    with Completions(futures) as completions:
        for _ in futures:  # WAI-02, WAI-09
            future = completions.take(due)
            if future is None:  # WAI-08
                break
            if return_when == FIRST_COMPLETED:  # WAI-03
                break
            if return_when == FIRST_EXCEPTION and failed(future):  # WAI-04, WAI-05
                break
    done = {future for future in futures if future.done()}  # WAI-14: not only what was waited for
    return DoneAndNotDone(done, futures - done)  # WAI-01, WAI-11


def as_completed(fs: Iterable[Future[T]], timeout: float | None = None) -> Iterator[Future[T]]:
    """Return an iterator over the futures in the order in which they are done.

    Its `next` raises `TimeoutError` when the remaining futures are not done within `timeout`
    seconds of this call.
    """
    # The arguments are checked and the clock starts here, not at the first `next` (ASC-05).
    return _as_completed(distinct(fs), deadline(timeout))


def _as_completed(futures: set[Future[T]], due: float | None) -> Generator[Future[T], None, None]:
    # CCY-09: while a generator runs in one thread, it refuses all others.
    total = len(futures)
    with Completions(futures) as completions:  # ASC-07: leaving changes nothing
        while futures:
            yield _next_completed(completions, futures, total, due)  # ASC-01, ASC-03


def _next_completed(
    completions: "Completions[T]", futures: set[Future[T]], total: int, due: float | None
) -> Future[T]:
    # A function of its own, so that the generator's frame keeps no future it has yielded (LIF-05).
    future = completions.take(due)
    if future is None:
        raise TimeoutError(f"{len(futures)} of {total} futures are not done")  # ASC-04
    futures.discard(future)
    return future


def distinct(fs: Iterable[Future[T]]) -> set[Future[T]]:
    """Return the given futures, each once."""
    futures = set(fs)  # WAI-06, WAI-07, ASC-01
    for future in futures:
        if not isinstance(future, Future):
            raise TypeError(f"only futures of executor_reference can be waited for, not {future!r}")
    return futures


class Completions(Generic[T]):
    """A context in which futures announce, once each and in order, that they are done."""

    def __init__(self, futures: set[Future[T]]) -> None:
        self._futures = futures
        self._completed: SimpleQueue[Future[T]] = SimpleQueue()

    def __enter__(self) -> "Completions[T]":
        for future in self._futures:  # CCY-05: no more than one is locked at a time
            future._subscribe(self._completed)  # noqa: SLF001  # ASC-02: at once if it is done
        return self

    def __exit__(self, *exc_info: object) -> None:
        for future in self._futures:
            future._unsubscribe(self._completed)  # noqa: SLF001

    def take(self, due: float | None) -> Future[T] | None:
        """Return the next future that is done, or None if there is none by the deadline."""
        while True:
            left = remaining(due)
            try:
                return self._completed.get(timeout=left)  # ASC-06: whatever the time
            except Empty:
                if left is not None and left <= 0:
                    return None


def failed(future: Future[Any]) -> bool:
    """Return whether a done future holds an exception."""
    return not future.cancelled() and future.exception() is not None
