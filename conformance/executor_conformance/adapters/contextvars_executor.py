"""contextvars-executor: the standard library's threads, with a copy of the caller's context.

Written for contextvars-executor 0.0.1.
"""

from __future__ import annotations

import contextvars_executor

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.deviations import of_package

THREAD = Adapter(
    name="contextvars_executor.ContextVarExecutor",
    make=contextvars_executor.ContextVarExecutor,
    kind=Kind.THREAD,
    version=contextvars_executor.__version__,
    deviations=of_package("contextvars"),
)
