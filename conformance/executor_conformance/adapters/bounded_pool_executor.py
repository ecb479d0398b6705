"""bounded-pool-executor: the standard library's pools, with as many calls at a time as workers.

Written for bounded-pool-executor 0.0.3. Its `submit` waits while all workers are at work, so that
the number of workers is fixed here, and told as the limit.
"""

from __future__ import annotations

from importlib import metadata
from typing import Any

from bounded_pool_executor import BoundedProcessPoolExecutor, BoundedThreadPoolExecutor

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.deviations import of_package

WORKERS = 8
VERSION = metadata.version("bounded-pool-executor")


def threads() -> Any:
    """Make a pool of threads."""
    return BoundedThreadPoolExecutor(max_workers=WORKERS)


def processes() -> Any:
    """Make a pool of processes."""
    return BoundedProcessPoolExecutor(max_workers=WORKERS)


THREAD = Adapter(
    name="bounded_pool_executor.BoundedThreadPoolExecutor",
    make=threads,
    deviations=of_package("bounded-thread"),
    kind=Kind.THREAD,
    version=VERSION,
    workers=WORKERS,
    queue_limit=WORKERS,
)

PROCESS = Adapter(
    name="bounded_pool_executor.BoundedProcessPoolExecutor",
    make=processes,
    deviations=of_package("bounded-process"),
    kind=Kind.PROCESS,
    version=VERSION,
    workers=WORKERS,
    queue_limit=WORKERS,
)
