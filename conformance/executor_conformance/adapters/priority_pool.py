"""prioritythreadpoolexecutor: threads that make the call with the lowest number first.

Written for prioritythreadpoolexecutor 0.0.1. A call that is given no number gets one by chance.
"""

from __future__ import annotations

from importlib import metadata

from PriorityThreadPoolExecutor import PriorityThreadPoolExecutor

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.deviations import of_package

THREAD = Adapter(
    name="PriorityThreadPoolExecutor",
    make=PriorityThreadPoolExecutor,
    kind=Kind.THREAD,
    deviations=of_package("priority"),
    version=metadata.version("prioritythreadpoolexecutor"),
    submit_keywords=("priority",),
)
