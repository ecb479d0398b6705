"""`map` for every executor: it needs nothing but `submit`."""

from collections import deque
from collections.abc import Callable, Generator, Iterator
from itertools import islice
from typing import Any, TypeVar

from executor_reference.clock import deadline, remaining
from executor_reference.future import Future

T = TypeVar("T")


def map_calls(
    submit: Callable[..., Future[T]],
    fn: Callable[..., T],
    arguments: Iterator[tuple[Any, ...]],
    timeout: float | None,
    buffersize: int | None,
) -> Iterator[T]:
    """Submit `fn(*args)` for each of the arguments, and return an iterator over the results."""
    if buffersize is not None:  # MAP-17
        if not isinstance(buffersize, int):
            raise TypeError(f"buffersize must be an integer or None, not {buffersize!r}")
        if buffersize < 1:
            raise ValueError(f"buffersize must be at least 1, not {buffersize}")
    due = deadline(timeout)  # MAP-06: the clock starts at the call
    # MAP-02, MAP-03, MAP-14: what the inputs (MAP-15) or `submit` (MAP-19) raise here is raised by
    # `map`, and the calls accepted before are left to run.
    futures = deque(submit(fn, *args) for args in islice(arguments, buffersize))
    if buffersize is None:
        return _results(futures, None, due)  # holds the executor no longer: LIF-06, LIF-07

    def submit_next() -> Future[T] | None:  # refers to the executor, and so keeps it: MAP-28
        for args in arguments:
            return submit(fn, *args)
        return None

    return _results(futures, submit_next, due)


def _results(
    futures: deque[Future[T]],
    submit_next: Callable[[], Future[T] | None] | None,
    due: float | None,
) -> Generator[T, None, None]:
    # Dropping a generator that was never advanced does nothing, and so cancels nothing (MAP-13);
    # a StopIteration that passes through one becomes an error (MAP-18); and while it runs in one
    # thread, it refuses all others (CCY-09).
    failure: Exception | None = None
    try:
        while futures:  # MAP-01
            if submit_next is not None and failure is None:
                try:
                    future = submit_next()  # MAP-16
                except Exception as error:
                    failure = error  # MAP-20: raised after the results that were paid for
                else:
                    if future is None:
                        submit_next = None
                    else:
                        futures.append(future)
                    del future
            yield _first_result(futures, due)
        if failure is not None:
            raise failure  # MAP-24
    finally:
        failure = None  # whose traceback holds this frame
        # MAP-05, MAP-08, MAP-12, MAP-26: what nobody will read need not start. The future that was
        # waited for is still among these.
        while futures:
            futures.pop().cancel()


def _first_result(futures: deque[Future[T]], due: float | None) -> T:
    # A function of its own, so that the generator's frame keeps no result it has yielded (LIF-04).
    result = futures[0].result(remaining(due))  # MAP-04, MAP-07
    futures.popleft()
    return result
