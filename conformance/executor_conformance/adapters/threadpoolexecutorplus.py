"""ThreadPoolExecutorPlus: a pool whose threads end when they have had nothing to do for long.

Written for ThreadPoolExecutorPlus 0.2.
"""

from __future__ import annotations

from importlib import metadata

from ThreadPoolExecutorPlus import ThreadPoolExecutor

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.deviations import of_package

THREAD = Adapter(
    name="ThreadPoolExecutorPlus.ThreadPoolExecutor",
    make=ThreadPoolExecutor,
    kind=Kind.THREAD,
    version=metadata.version("ThreadPoolExecutorPlus"),
    deviations=of_package("plus"),
)
