"""The executors of the standard library."""

from __future__ import annotations

import concurrent.futures

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.adapters.starting import by_start_method

THREAD = Adapter(
    name="concurrent.futures.ThreadPoolExecutor",
    make=concurrent.futures.ThreadPoolExecutor,
    kind=Kind.THREAD,
)
PROCESS = Adapter(
    name="concurrent.futures.ProcessPoolExecutor",
    make=concurrent.futures.ProcessPoolExecutor,
    kind=Kind.PROCESS,
)
ADAPTERS: tuple[Adapter, ...] = (THREAD, PROCESS)

_STARTED_BY = by_start_method(PROCESS)

if "fork" in _STARTED_BY:
    PROCESS_FORK = _STARTED_BY["fork"]
if "forkserver" in _STARTED_BY:
    PROCESS_FORKSERVER = _STARTED_BY["forkserver"]
PROCESS_SPAWN = _STARTED_BY["spawn"]

if hasattr(concurrent.futures, "InterpreterPoolExecutor"):
    ADAPTERS += (
        Adapter(
            name="concurrent.futures.InterpreterPoolExecutor",
            make=concurrent.futures.InterpreterPoolExecutor,
            kind=Kind.INTERPRETER,
        ),
    )
