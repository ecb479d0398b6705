"""The executors of the standard library."""

from __future__ import annotations

import concurrent.futures

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

if hasattr(concurrent.futures, "InterpreterPoolExecutor"):
    ADAPTERS += (
        Adapter(
            name="concurrent.futures.InterpreterPoolExecutor",
            make=concurrent.futures.InterpreterPoolExecutor,
            kind=Kind.INTERPRETER,
        ),
    )
