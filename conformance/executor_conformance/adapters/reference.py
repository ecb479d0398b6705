"""The executors of the reference implementation, with the functions that take its futures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import executor_reference
from executor_conformance.adapter import Adapter, Kind
from executor_conformance.adapters.starting import by_start_method

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
    """Return a future of the running event loop."""
    # Named here, asyncio is not imported before a clause needs it.
    return executor_reference.wrap_future(future)


THREAD = _adapter(executor_reference.ThreadPoolExecutor, Kind.THREAD)
PROCESS = _adapter(executor_reference.ProcessPoolExecutor, Kind.PROCESS)
INLINE = _adapter(executor_reference.InlineExecutor, Kind.INLINE)

_STARTED_BY = by_start_method(PROCESS)

if "fork" in _STARTED_BY:
    PROCESS_FORK = _STARTED_BY["fork"]
if "forkserver" in _STARTED_BY:
    PROCESS_FORKSERVER = _STARTED_BY["forkserver"]
PROCESS_SPAWN = _STARTED_BY["spawn"]

ADAPTERS = (THREAD, PROCESS, INLINE)
