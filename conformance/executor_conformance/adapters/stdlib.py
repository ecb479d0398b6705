"""The executors of the standard library."""

from __future__ import annotations

import concurrent.futures
import multiprocessing

from executor_conformance.adapter import Adapter, Kind

ADAPTERS: tuple[Adapter, ...] = (
    Adapter(
        name="concurrent.futures.ThreadPoolExecutor",
        make=concurrent.futures.ThreadPoolExecutor,
        kind=Kind.THREAD,
    ),
    Adapter(
        name="concurrent.futures.ProcessPoolExecutor",
        make=concurrent.futures.ProcessPoolExecutor,
        kind=Kind.PROCESS,
    ),
)


def _started_by(method: str) -> Adapter:
    return Adapter(
        name=f"concurrent.futures.ProcessPoolExecutor ({method})",
        make=concurrent.futures.ProcessPoolExecutor,
        kind=Kind.PROCESS,
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

if hasattr(concurrent.futures, "InterpreterPoolExecutor"):
    ADAPTERS += (
        Adapter(
            name="concurrent.futures.InterpreterPoolExecutor",
            make=concurrent.futures.InterpreterPoolExecutor,
            kind=Kind.INTERPRETER,
        ),
    )
