"""bounded-executor: the standard library's pools, with a limit of calls that may wait.

Written for bounded-executor 0.0.5. `submit` waits where the limit is reached, by design.
"""

from __future__ import annotations

from importlib import metadata
from typing import Any

from bounded_executor import BoundedProcessPoolExecutor, BoundedThreadPoolExecutor

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.deviations import of_package

VERSION = metadata.version("bounded-executor")
WAITING = 100
"""Calls that may wait, beside those that are running."""


def threads(max_workers: int = 4, **keywords: Any) -> Any:
    """Make a pool of threads."""
    return BoundedThreadPoolExecutor(max_workers, WAITING, **keywords)


def processes(max_workers: int = 4, **keywords: Any) -> Any:
    """Make a pool of processes."""
    return BoundedProcessPoolExecutor(max_workers, WAITING, **keywords)


THREAD = Adapter(
    name="bounded_executor.BoundedThreadPoolExecutor",
    make=threads,
    kind=Kind.THREAD,
    version=VERSION,
    queue_limit=WAITING,
    deviations=of_package("waiting-thread"),
    program=f"{__name__}:THREAD",
)
PROCESS = Adapter(
    name="bounded_executor.BoundedProcessPoolExecutor",
    make=processes,
    kind=Kind.PROCESS,
    version=VERSION,
    queue_limit=WAITING,
    deviations=of_package("waiting-process"),
    program=f"{__name__}:PROCESS",
)
