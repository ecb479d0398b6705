"""loky: its process pool, and the pool that its users share.

Written for loky 3.7.
"""

from __future__ import annotations

from loky import ProcessPoolExecutor, get_reusable_executor

from executor_conformance.adapter import Adapter, Kind

PROCESS = Adapter(
    name="loky.ProcessPoolExecutor",
    make=ProcessPoolExecutor,
    kind=Kind.PROCESS,
)

REUSABLE = Adapter(
    name="loky.get_reusable_executor",
    make=get_reusable_executor,
    kind=Kind.PROCESS,
    # The pool is kept for the next who asks for one: to drop it ends nothing.
    capabilities={"gc": False},
)
"""Whoever asks for a pool gets the one that is there, unless it was shut down or is broken."""
