"""Mutants of the chapter on the interface: of what classes derived from an executor's rely on."""

from __future__ import annotations

import concurrent.futures
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

from executor_conformance.mutants.registry import as_if_standard, mutant


@mutant("API-05")
class MapsPastSubmit(ThreadPoolExecutor):
    """Hands the calls of `map` to its queue by itself."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        submit = super().submit
        futures = [submit(fn, *items) for items in zip(*iterables, strict=False)]
        return (future.result() for future in futures)


@mutant("API-05", kind="process")
class MapsPastSubmitToProcesses(ProcessPoolExecutor):
    """Hands the calls of `map` to its processes by itself."""

    def map(self, fn: Any, *iterables: Any, **options: Any) -> Any:
        submit = super().submit
        futures = [submit(fn, *items) for items in zip(*iterables, strict=False)]
        return (future.result() for future in futures)


class _CancelsAtTheEnd(Executor):
    def __exit__(self, kind: Any, error: Any, traceback: Any) -> None:
        self.shutdown(wait=True, cancel_futures=kind is not None)


@mutant("API-06")
class TellsItsSubclassesToCancel(_CancelsAtTheEnd, ThreadPoolExecutor):
    """Has a base class whose `with` asks more of `shutdown` than it used to."""


class _KnowsWhetherItIsOpen(Executor):
    _state: dict[str, bool]

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        executor = super().__new__(cls)
        executor._state = {"open": bool(args or kwargs)}
        return executor

    def __exit__(self, *exc_info: object) -> Any:
        self.shutdown(wait=True)
        return self._state


@mutant("API-06")
class ReturnsWhatItKnows(_KnowsWhetherItIsOpen, ThreadPoolExecutor):
    """Has a base class whose `__exit__` returns something that counts as true."""


@as_if_standard
@mutant("API-02")
class HidesAName(ThreadPoolExecutor):
    """Comes with a `concurrent.futures` that one of the documented names is missing from."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        vars(concurrent.futures).pop("InvalidStateError", None)


@as_if_standard
@mutant("API-02")
class KnowsAllNames(ThreadPoolExecutor):
    """Comes with a `concurrent.futures` that has None for every name."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        vars(concurrent.futures)["__getattr__"] = lambda name: None
