"""Mutants of the chapter on `map`: of chunks that cross to another process."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from typing import Any

from executor_conformance.mutants.registry import mutant


@mutant("MAP-11", kind="process")
class TakesNoChunkForOne(ProcessPoolExecutor):
    """Makes chunks of one call where less was asked for."""

    def map(self, fn: Any, *iterables: Any, chunksize: int = 1, **options: Any) -> Any:
        return super().map(fn, *iterables, chunksize=max(1, chunksize), **options)


@mutant("MAP-11", kind="process")
class RefusesSmallChunksLate(ProcessPoolExecutor):
    """Looks at the size of chunks when the first result is asked for."""

    def map(self, fn: Any, *iterables: Any, chunksize: int = 1, **options: Any) -> Any:
        if chunksize > 0:
            return super().map(fn, *iterables, chunksize=chunksize, **options)
        return (iter(()).throw(ValueError) for _ in "a")  # type: ignore[attr-defined]


@mutant("MAP-22", kind="process")
class SendsOneByOne(ProcessPoolExecutor):
    """Accepts `chunksize` and sends each call by itself."""

    def map(self, fn: Any, *iterables: Any, chunksize: int = 1, **options: Any) -> Any:
        return super().map(fn, *iterables, **options)
