"""The executors of the reference implementation, with the functions that take its futures."""

from __future__ import annotations

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
    )


THREAD = _adapter(executor_reference.ThreadPoolExecutor, Kind.THREAD)
PROCESS = _adapter(executor_reference.ProcessPoolExecutor, Kind.PROCESS)
INLINE = _adapter(executor_reference.InlineExecutor, Kind.INLINE)
ADAPTERS = (THREAD, PROCESS, INLINE)
