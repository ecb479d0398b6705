"""gevent: a pool of native threads, for a program of greenlets.

Written for gevent 26.9. Without monkey patching, as here, its futures do not go with the `wait` and
`as_completed` of the standard library: `gevent.wait` and `gevent.iwait` stand in for these.
"""

from __future__ import annotations

import concurrent.futures
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import gevent
from gevent.threadpool import ThreadPoolExecutor

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.deviations import of_package

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


WORKERS = 8


class Waited(NamedTuple):
    """The futures that are done, and those that are not."""

    done: set[Any]
    not_done: set[Any]


def wait(
    futures: Iterable[Any],
    timeout: float | None = None,
    return_when: str = concurrent.futures.ALL_COMPLETED,
) -> Waited:
    """Wait with `gevent.wait` for the first of the futures, or for all.

    Raises `ValueError` for ``FIRST_EXCEPTION``, which gevent does not have.
    """
    if return_when not in (concurrent.futures.ALL_COMPLETED, concurrent.futures.FIRST_COMPLETED):
        raise ValueError(f"gevent cannot wait until {return_when!r}")
    given = set(futures)
    count = 1 if return_when == concurrent.futures.FIRST_COMPLETED else None
    # Some may have been done from the start, or have become so beside the first.
    gevent.wait(list(given), timeout, count)
    done = {future for future in given if future.done()}
    return Waited(done, given - done)


def as_completed(futures: Iterable[Any], timeout: float | None = None) -> Iterator[Any]:
    """Yield the futures as `gevent.iwait` does, which stops when the time is over."""
    given = set(futures)
    with gevent.iwait(list(given), timeout) as ready:
        for future in ready:
            given.discard(future)
            yield future
    if given:
        raise TimeoutError(f"{len(given)} futures are not done")


def executor() -> Any:
    """Make a pool of as many threads as the adapter tells."""
    return ThreadPoolExecutor(max_workers=WORKERS)


THREAD = Adapter(
    name="gevent.threadpool.ThreadPoolExecutor",
    make=executor,
    kind=Kind.THREAD,
    version=gevent.__version__,
    deviations=of_package("gevent"),
    # The class takes `initializer` and `thread_name_prefix`, and ignores them as it documents.
    capabilities={"initializer": False, "thread_name_prefix": False},
    # `submit` waits until a thread is free, and belongs to the event loop of the pool's thread.
    workers=WORKERS,
    queue_limit=WORKERS,
    creating_thread_only=True,
    # That loop calls the callbacks.
    idle=partial(gevent.sleep, 0.001),
    wait=wait,
    as_completed=as_completed,
)
