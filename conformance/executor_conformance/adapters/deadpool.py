"""Deadpool: a pool of processes that replaces those that died, and has priorities and time limits.

Written for deadpool-executor 2026.7.
"""

from __future__ import annotations

import deadpool

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.deviations import of_package

PROCESS = Adapter(
    name="deadpool.Deadpool",
    make=deadpool.Deadpool,
    kind=Kind.PROCESS,
    version=deadpool.__version__,
    deviations=of_package("deadpool"),
    # A worker that died breaks its own call only: the pool goes on with another in its place.
    capabilities={"crash_detection": False},
    # The default of `max_backlog`, at which `submit` waits by design.
    queue_limit=1000,
    submit_keywords=("deadpool_timeout", "deadpool_priority"),
)
