"""The executors of the reference implementation."""

from __future__ import annotations

import executor_reference

from executor_conformance.adapter import Adapter, Kind

THREAD = Adapter(
    name="executor_reference.ThreadPoolExecutor",
    make=executor_reference.ThreadPoolExecutor,
    kind=Kind.THREAD,
)
PROCESS = Adapter(
    name="executor_reference.ProcessPoolExecutor",
    make=executor_reference.ProcessPoolExecutor,
    kind=Kind.PROCESS,
)
ADAPTERS = (THREAD, PROCESS)
