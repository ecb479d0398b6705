"""Mutants of the chapter on absent abilities: what they cannot do, they take and ignore."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from executor_conformance.adapter import Adapter
from executor_conformance.mutants.registry import mutant
from executor_conformance.mutants.wrappers import Delegating


@mutant("ABS-01")
class HasItsOwnSize(Delegating):
    """Is always of the same size, whatever it is told."""

    def __init__(self, **options: Any):
        super().__init__(ThreadPoolExecutor(2))


class _TakesAnything(Delegating):
    def __init__(self, max_workers: int | None = None, **options: Any):
        super().__init__(ThreadPoolExecutor(max_workers))


@mutant("ABS-02")
class ForgetsTheInitializer(_TakesAnything):
    """Takes any option, an initializer among them, and runs none."""


@mutant("ABS-03")
class IgnoresMaxTasks(_TakesAnything):
    """Takes any option, and replaces no worker."""


@mutant("ABS-04")
class KnowsNoContext(_TakesAnything):
    """Takes any option, and has no processes to start."""


@mutant("ABS-05")
class NamesItsThreadsItself(_TakesAnything):
    """Takes any option, and has its own names for threads."""


@mutant("ABS-06", adapter="CANCELS_NOTHING")
class CancelsNothing(ThreadPoolExecutor):
    """Takes `cancel_futures` in `shutdown`, and lets the waiting calls run."""

    def shutdown(self, wait: bool = True, **options: Any) -> None:
        super().shutdown(wait)


@mutant("ABS-07", adapter="TAKES_ALL_AT_ONCE")
class TakesAllAtOnce(ThreadPoolExecutor):
    """Takes `buffersize` in `map`, and all inputs at once."""

    def map(self, fn: Any, *iterables: Any, timeout: float | None = None, **options: Any) -> Any:
        return super().map(fn, *iterables, timeout=timeout)


def _without(capability: str, make: Any) -> Adapter:
    """Say for an executor that takes a keyword what its signature does not: that it ignores it."""
    return Adapter(name=make.__name__, make=make, capabilities={capability: False})


CANCELS_NOTHING = _without("cancel_futures", CancelsNothing)
TAKES_ALL_AT_ONCE = _without("buffersize", TakesAllAtOnce)
