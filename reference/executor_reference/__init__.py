"""A minimal reference implementation of the `concurrent.futures.Executor` interface.

The comments name the clauses of the specification where the code keeps them, as in `# SHD-02`.
"""

from typing import TYPE_CHECKING, Any

from executor_reference.errors import BrokenProcessPool, BrokenThreadPool
from executor_reference.future import Future
from executor_reference.inline import InlineExecutor
from executor_reference.thread import ThreadPoolExecutor
from executor_reference.waiting import (
    ALL_COMPLETED,
    FIRST_COMPLETED,
    FIRST_EXCEPTION,
    as_completed,
    wait,
)

if TYPE_CHECKING:
    from executor_reference.bridge import wrap_future
    from executor_reference.process import ProcessPoolExecutor

__all__ = [
    "ALL_COMPLETED",
    "FIRST_COMPLETED",
    "FIRST_EXCEPTION",
    "BrokenProcessPool",
    "BrokenThreadPool",
    "Future",
    "InlineExecutor",
    "ProcessPoolExecutor",
    "ThreadPoolExecutor",
    "as_completed",
    "wait",
    "wrap_future",
]


def __getattr__(name: str) -> Any:
    # Only who uses processes pays for importing multiprocessing, and likewise asyncio.
    if name == "ProcessPoolExecutor":
        from executor_reference.process import ProcessPoolExecutor

        return ProcessPoolExecutor
    if name == "wrap_future":
        from executor_reference.bridge import wrap_future

        return wrap_future
    if name == "__version__":
        from importlib.metadata import version

        return version("executor-conformance")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
