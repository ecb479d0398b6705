"""Mutants of the chapter on the size of pools: workers that are replaced."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.context import BaseContext


@mutant("POO-10", kind="process")
class KeepsItsWorkers(ProcessPoolExecutor):
    """Accepts `max_tasks_per_child`, and does nothing with it."""

    def __init__(self, max_workers: int | None = None, max_tasks_per_child: int | None = None):
        super().__init__(max_workers)


@mutant("POO-10", kind="process")
class ReplacesOneCallEarly(ProcessPoolExecutor):
    """Replaces its workers one call too early."""

    def __init__(
        self,
        max_workers: int | None = None,
        mp_context: BaseContext | None = None,
        *,
        max_tasks_per_child: int | None = None,
    ):
        fewer = max_tasks_per_child - 1 if max_tasks_per_child else None
        super().__init__(max_workers, mp_context, max_tasks_per_child=fewer)


@mutant("POO-11", kind="process")
class TakesNoneForAll(ProcessPoolExecutor):
    """Takes no calls at all for no limit."""

    def __init__(self, max_workers: int | None = None, max_tasks_per_child: int | None = None):
        super().__init__(max_workers, max_tasks_per_child=max_tasks_per_child or None)


@mutant("POO-11", kind="process")
class RoundsDown(ProcessPoolExecutor):
    """Makes an integer of what it is given."""

    def __init__(self, max_workers: int | None = None, max_tasks_per_child: float | None = None):
        whole = None if max_tasks_per_child is None else int(max_tasks_per_child)
        super().__init__(max_workers, max_tasks_per_child=whole)


@mutant("POO-15", kind="process")
class ForksAllTheSame(ProcessPoolExecutor):
    """Drops the number of calls where it cannot be kept."""

    def __init__(
        self,
        max_workers: int | None = None,
        mp_context: BaseContext | None = None,
        *,
        max_tasks_per_child: int | None = None,
    ):
        try:
            super().__init__(max_workers, mp_context, max_tasks_per_child=max_tasks_per_child)
        except ValueError:
            super().__init__(max_workers, mp_context)


@mutant("POO-12", kind="process")
class TakesNoBacklog(ProcessPoolExecutor):
    """Takes no more calls than its living workers may still make."""

    def __init__(
        self,
        max_workers: int = 1,
        mp_context: BaseContext | None = None,
        *,
        max_tasks_per_child: int | None = None,
    ):
        super().__init__(max_workers, mp_context, max_tasks_per_child=max_tasks_per_child)
        self._room = threading.Semaphore(max_workers * (max_tasks_per_child or 1000))

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if not self._room.acquire(blocking=False):
            raise queue.Full
        future = super().submit(fn, *args, **kwargs)
        future.add_done_callback(lambda _: self._room.release())
        return future
