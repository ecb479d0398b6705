"""`wait` and `as_completed` for any future that has `add_done_callback`."""

from __future__ import annotations

import queue
import threading
import time
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class DoneAndNotDone(NamedTuple):
    """What `wait` returns."""

    done: set[Any]
    not_done: set[Any]


def wait(
    fs: Iterable[Any], timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> DoneAndNotDone:
    """Wait, for `timeout` seconds at most, until all, one, or one failed of the futures is done."""
    if return_when not in (ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION):
        raise ValueError(f"there is no such condition: {return_when!r}")
    futures = set(fs)
    changed = threading.Condition()

    def enough() -> bool:
        done = [future for future in futures if future.done()]
        return (
            len(done) == len(futures)
            or (return_when == FIRST_COMPLETED and bool(done))
            or (return_when == FIRST_EXCEPTION and any(map(_failed, done)))
        )

    def tell(_: Any) -> None:
        with changed:
            changed.notify_all()

    for future in futures:
        future.add_done_callback(tell)
    with changed:
        changed.wait_for(enough, timeout)
    done = {future for future in futures if future.done()}
    return DoneAndNotDone(done, futures - done)


def as_completed(fs: Iterable[Any], timeout: float | None = None) -> Iterator[Any]:
    """Yield each future once, as it becomes done; `TimeoutError` after `timeout` seconds."""
    futures = set(fs)
    count = len(futures)
    deadline = None if timeout is None else time.monotonic() + timeout
    finished: queue.SimpleQueue[Any] = queue.SimpleQueue()
    while futures:
        futures.pop().add_done_callback(finished.put)
    for left in range(count, 0, -1):
        try:
            patience = None if deadline is None else max(0.0, deadline - time.monotonic())
            yield finished.get(timeout=patience)
        except queue.Empty:
            raise TimeoutError(f"{left} of {count} futures are not done") from None


def _failed(future: Any) -> bool:
    return not future.cancelled() and future.exception() is not None
