"""Pebble: pools of threads and of processes whose calls can be given a time limit.

Written for Pebble 5.2. What it names otherwise is told here in its own terms: `close` and `join`
for `shutdown`, and a `map` that returns a future of the results. The `submit` of its pool of
processes takes a time limit before the arguments, so that `schedule` stands in for it.
"""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING, Any

import pebble

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.deviations import of_package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def schedule(pool: Any, function: Callable[..., Any], /, *args: Any, **keywords: Any) -> Any:
    """Hand a call to the pool without a time limit, and return its future."""
    return pool.schedule(function, args=args, kwargs=keywords)


def results(
    pool: Any,
    function: Callable[..., Any],
    *iterables: Iterable[Any],
    timeout: float | None = None,
    chunksize: int = 1,
) -> Iterator[Any]:
    """Return an iterator over the results that the future of the pool's `map` will have.

    `timeout` is given to both: the pool counts it for each call, and its processes end with it.
    """
    # The instance has this function in place of its own method.
    future = type(pool).map(pool, function, *iterables, timeout=timeout, chunksize=chunksize)
    return _awaited(future, timeout)


def _awaited(future: Any, timeout: float | None) -> Iterator[Any]:
    try:
        yield from future.result(timeout)
    finally:
        # Of what has ended already, it cancels nothing.
        future.cancel()


def close_and_join(pool: Any, wait: bool = True) -> None:
    """Have the pool take no more calls and make those that it has; wait for them if `wait`.

    There is no `cancel_futures`: `stop` loses the calls that wait, and cancels none.
    """
    pool.close()
    if wait:
        pool.join()


METHODS: dict[str, Callable[..., Any]] = {"map": results, "shutdown": close_and_join}
VERSION = metadata.version("pebble")

THREAD = Adapter(
    name="pebble.ThreadPool",
    make=pebble.ThreadPool,
    kind=Kind.THREAD,
    version=VERSION,
    deviations=of_package("pebble-thread"),
    # Calls are sure to be made only if `join` is called, as it is documented.
    capabilities={"exit_join": False},
    methods=METHODS,
    program=f"{__name__}:THREAD",
)

PROCESS = Adapter(
    name="pebble.ProcessPool",
    make=pebble.ProcessPool,
    kind=Kind.PROCESS,
    version=VERSION,
    deviations=of_package("pebble-process"),
    # The same; and a worker that dies fails its own call with `ProcessExpired`, and is replaced.
    capabilities={"exit_join": False, "crash_detection": False},
    methods={**METHODS, "submit": schedule},
    # `cancel` stops the worker of a call that runs, as it is documented.
    cancels_running=True,
    program=f"{__name__}:PROCESS",
)
