"""The executors of the reference implementation, with the functions that take its futures."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from typing import TYPE_CHECKING

import executor_reference
from executor_conformance.adapter import Adapter, Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def _adapter(make: Callable[..., Any], kind: Kind) -> Adapter:
    return Adapter(
        name=f"executor_reference.{make.__name__}",
        make=make,
        kind=kind,
        wait=executor_reference.wait,
        as_completed=executor_reference.as_completed,
        wrap_future=_wrap_future,
    )


def _wrap_future(future: Any) -> Any:
    # Named here, asyncio is not imported before a clause needs it.
    return executor_reference.wrap_future(future)


THREAD = _adapter(executor_reference.ThreadPoolExecutor, Kind.THREAD)
PROCESS = _adapter(executor_reference.ProcessPoolExecutor, Kind.PROCESS)
INLINE = _adapter(executor_reference.InlineExecutor, Kind.INLINE)


def _started_by(method: str) -> Adapter:
    return replace(
        PROCESS,
        name=f"{PROCESS.name} ({method})",
        options={"mp_context": multiprocessing.get_context(method)},
        # Its constructor refuses the two together.
        capabilities={"max_tasks_per_child": False} if method == "fork" else {},
    )


METHODS = multiprocessing.get_all_start_methods()

if "fork" in METHODS:
    PROCESS_FORK = _started_by("fork")
if "forkserver" in METHODS:
    PROCESS_FORKSERVER = _started_by("forkserver")
PROCESS_SPAWN = _started_by("spawn")

ADAPTERS = (THREAD, PROCESS, INLINE)
