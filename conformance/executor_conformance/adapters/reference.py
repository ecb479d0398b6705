"""The executors of the reference implementation, with the functions that take its futures."""

from __future__ import annotations

import executor_reference
from executor_conformance.adapter import Adapter, Kind

THREAD = Adapter(
    name="executor_reference.ThreadPoolExecutor",
    make=executor_reference.ThreadPoolExecutor,
    kind=Kind.THREAD,
    wait=executor_reference.wait,
    as_completed=executor_reference.as_completed,
)
PROCESS = Adapter(
    name="executor_reference.ProcessPoolExecutor",
    make=executor_reference.ProcessPoolExecutor,
    kind=Kind.PROCESS,
    wait=executor_reference.wait,
    as_completed=executor_reference.as_completed,
)
INLINE = Adapter(
    name="executor_reference.InlineExecutor",
    make=executor_reference.InlineExecutor,
    kind=Kind.INLINE,
    wait=executor_reference.wait,
    as_completed=executor_reference.as_completed,
)
ADAPTERS = (THREAD, PROCESS, INLINE)
