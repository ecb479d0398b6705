"""executorlib: its executor for one host, with a process for each call or with lasting workers.

Written for executorlib 1.11. Each worker is a Python that is started anew, and is spoken with over
TCP. `SINGLE`, which starts one for each call, has no short name: a call takes most of a second,
some clauses make more than a thousand, and a whole run takes far more than ten minutes.
"""

from __future__ import annotations

from typing import Any

import executorlib
from executorlib import SingleNodeExecutor

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.deviations import of_package

KEPT = ("resource_dict",)


def lasting(max_workers: int = 2) -> Any:
    """Make an executor whose workers take one call after another."""
    return SingleNodeExecutor(
        max_workers=max_workers, block_allocation=True, hostname_localhost=True
    )


def for_each_call(max_workers: int = 2) -> Any:
    """Make an executor that starts a worker for each call."""
    return SingleNodeExecutor(max_workers=max_workers, hostname_localhost=True)


BLOCK = Adapter(
    name="executorlib.SingleNodeExecutor (block allocation)",
    make=lasting,
    kind=Kind.DISTRIBUTED,
    version=executorlib.__version__,
    time_scale=1.5,
    submit_keywords=KEPT,
    deviations=of_package("executorlib-block"),
)

SINGLE = Adapter(
    name="executorlib.SingleNodeExecutor",
    make=for_each_call,
    kind=Kind.DISTRIBUTED,
    version=executorlib.__version__,
    time_scale=5.0,
    submit_keywords=KEPT,
)
