"""loky: its process pool, and the pool that the calls of a thread share.

Written for loky 3.7.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import loky

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.deviations import of_package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PROCESS = Adapter(
    name="loky.ProcessPoolExecutor",
    make=loky.ProcessPoolExecutor,
    kind=Kind.PROCESS,
    deviations=of_package("loky"),
)


def reusable(
    max_workers: int | None = None,
    initializer: Callable[..., Any] | None = None,
    initargs: Iterable[Any] = (),
) -> Any:
    """Return a pool that nobody else has, as a test needs it.

    Each thread has a pool of its own, which it is given whenever it asks for one. So a new thread
    asks.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(
            loky.get_reusable_executor, max_workers, initializer=initializer, initargs=initargs
        ).result()


REUSABLE = Adapter(
    name="loky.get_reusable_executor",
    make=reusable,
    kind=Kind.PROCESS,
    version=loky.__version__,
    deviations=of_package("loky"),
)
