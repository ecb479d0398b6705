"""Conforming executors with habits of their own: a test that fails one of them asks too much."""

from __future__ import annotations

import inspect
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.adapter import Adapter
from executor_conformance.detection import default_start_method
from executor_conformance.mutants.demanding import (
    BACKPRESSURED,
    BOUND_TO_ITS_THREAD,
    Backpressured,
    BoundToItsThread,
)
from executor_conformance.mutants.own_habits import (
    CallsBackFirst,
    CancelsAtShutdown,
    CancelsRunning,
    MakesAllCalls,
    Prefetching,
)
from executor_conformance.mutants.own_pool import EagerPool, OwnPool, RetiringPool
from executor_conformance.mutants.own_waiting import as_completed, wait
from executor_conformance.mutants.registry import Variant
from executor_conformance.mutants.wrappers import WrappedProcesses, WrappedThreads

if TYPE_CHECKING:
    from collections.abc import Callable

    Initializer = Callable[..., object] | None


def one_thread() -> ThreadPoolExecutor:
    """Make a pool of one thread, whose size cannot be chosen."""
    return ThreadPoolExecutor(1)


def _adapter(name: str, make: Callable[..., Any], kind: str, **fields: Any) -> Adapter:
    return Adapter(name=name, make=make, kind=kind, program=f"{__name__}:{name}", **fields)


_OWN_WAITING: dict[str, Any] = {"wait": wait, "as_completed": as_completed}

__all__ = ["BACKPRESSURED", "BOUND_TO_ITS_THREAD", "VARIANTS"]

ONE_THREAD = _adapter("ONE_THREAD", one_thread, "thread", workers=1)
OWN = _adapter("OWN", OwnPool, "thread", **_OWN_WAITING)
EAGER = _adapter("EAGER", EagerPool, "thread", **_OWN_WAITING)
RETIRING = _adapter("RETIRING", RetiringPool, "thread", **_OWN_WAITING)
CALLS_BACK_FIRST = _adapter("CALLS_BACK_FIRST", CallsBackFirst, "thread", **_OWN_WAITING)
PREFETCHING = _adapter("PREFETCHING", Prefetching, "thread", **_OWN_WAITING)
CANCELS_RUNNING = _adapter(
    "CANCELS_RUNNING", CancelsRunning, "thread", **_OWN_WAITING, cancels_running=True
)
MAKES_ALL_CALLS = _adapter(
    "MAKES_ALL_CALLS", MakesAllCalls, "thread", **_OWN_WAITING, cannot_cancel=True
)
CANCELS_AT_SHUTDOWN = _adapter(
    "CANCELS_AT_SHUTDOWN", CancelsAtShutdown, "thread", **_OWN_WAITING, cancels_at_shutdown=True
)
WRAPPED_PROCESSES = _adapter("WRAPPED_PROCESSES", WrappedProcesses, "process", **_OWN_WAITING)


def forked_processes(
    max_workers: int | None = None, initializer: Initializer = None, initargs: tuple[Any, ...] = ()
) -> ProcessPoolExecutor:
    """Make a pool that forks its processes."""
    context = multiprocessing.get_context("fork")
    return ProcessPoolExecutor(max_workers, context, initializer, initargs)


def served_processes(
    max_workers: int | None = None, initializer: Initializer = None, initargs: tuple[Any, ...] = ()
) -> ProcessPoolExecutor:
    """Make a pool whose processes a server forks."""
    context = multiprocessing.get_context("forkserver")
    return ProcessPoolExecutor(max_workers, context, initializer, initargs)


def spawned_processes(
    max_workers: int | None = None, initializer: Initializer = None, initargs: tuple[Any, ...] = ()
) -> ProcessPoolExecutor:
    """Make a pool that starts its processes afresh."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(max_workers, context, initializer, initargs)


def _variant(
    make: Callable[..., Any],
    kind: str,
    name: str = "",
    departs: tuple[str, ...] = (),
    stands_on: tuple[str, ...] = (),
) -> Variant:
    target = f"{__name__}:{name}" if name else f"{make.__module__}:{make.__qualname__}"
    return Variant(
        name=make.__name__,
        description=inspect.cleandoc(make.__doc__ or ""),
        target=target,
        kind=kind,
        departs=frozenset(departs),
        stands_on=stands_on,
    )


_START_METHODS = {
    "spawn": spawned_processes,
    "forkserver": served_processes,
    "fork": forked_processes,
}

_THREADS = ("ThreadPoolExecutor",)

_LEFT_BEHIND = ("FRK-05",)
"""Like the pools of the standard library, they count on threads that a fork has left behind."""

VARIANTS = (
    *(
        _variant(make, "process", stands_on=("ProcessPoolExecutor", method))
        for method, make in _START_METHODS.items()
        if method in multiprocessing.get_all_start_methods()
    ),
    _variant(
        WrappedProcesses,
        "process",
        "WRAPPED_PROCESSES",
        stands_on=("ProcessPoolExecutor", default_start_method()),
    ),
    _variant(WrappedThreads, "thread", stands_on=_THREADS),
    _variant(Backpressured, "thread", "BACKPRESSURED", stands_on=_THREADS),
    _variant(BoundToItsThread, "thread", "BOUND_TO_ITS_THREAD", stands_on=_THREADS),
    _variant(OwnPool, "thread", "OWN", departs=_LEFT_BEHIND),
    _variant(EagerPool, "thread", "EAGER", departs=("POO-07", *_LEFT_BEHIND)),
    _variant(RetiringPool, "thread", "RETIRING", departs=_LEFT_BEHIND),
    _variant(CallsBackFirst, "thread", "CALLS_BACK_FIRST", departs=_LEFT_BEHIND),
    _variant(Prefetching, "thread", "PREFETCHING", departs=_LEFT_BEHIND),
    _variant(CancelsRunning, "thread", "CANCELS_RUNNING", departs=_LEFT_BEHIND),
    _variant(MakesAllCalls, "thread", "MAKES_ALL_CALLS", departs=_LEFT_BEHIND),
    _variant(CancelsAtShutdown, "thread", "CANCELS_AT_SHUTDOWN", departs=_LEFT_BEHIND),
    _variant(one_thread, "thread", "ONE_THREAD", stands_on=_THREADS),
)
"""The variants that this platform can run, those that take longest first."""
