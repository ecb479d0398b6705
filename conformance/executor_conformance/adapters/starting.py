"""Process pools by start method: the same executor, told how to start its workers."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from executor_conformance.adapter import Adapter


def by_start_method(pool: Adapter) -> dict[str, Adapter]:
    """Return an adapter of a process pool for each start method of this platform."""
    return {
        method: replace(
            pool,
            name=f"{pool.name} ({method})",
            options={"mp_context": multiprocessing.get_context(method)},
            # Its constructor refuses the two together.
            capabilities={"max_tasks_per_child": False} if method == "fork" else {},
        )
        for method in multiprocessing.get_all_start_methods()
    }
