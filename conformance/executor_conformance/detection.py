"""What an executor is and can do, as far as looking at it and one call tell."""

from __future__ import annotations

import concurrent.futures
import inspect
import multiprocessing
import os
import signal
import sys
import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from executor_conformance import tasks
from executor_conformance.adapter import IN_PROCESS, Adapter, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

ASSUMED = {
    "exit_join": frozenset(Kind) - {Kind.INLINE},
    "crash_detection": frozenset({Kind.PROCESS, Kind.DISTRIBUTED}),
    "gc": frozenset({Kind.THREAD, Kind.INTERPRETER, Kind.PROCESS}),
}
"""Behaviour that a kind promises. To look for it would hide a fault; an adapter can disclaim it."""

LOCAL = frozenset({Kind.INLINE, Kind.THREAD, Kind.INTERPRETER, Kind.PROCESS})
"""Kinds whose executors live in the submitting process, and are forked with it."""

CONSTRUCTOR = (
    "max_workers",
    "initializer",
    "max_tasks_per_child",
    "mp_context",
    "thread_name_prefix",
)
"""Capabilities that are keywords of `make`."""

METHOD_KEYWORDS = {"cancel_futures": "shutdown", "buffersize": "map"}
"""Capabilities that are keywords of a method."""

CHOSEN = "chosen by the adapter"
"""How a keyword of `make` is absent that the adapter's options hold."""

ADDED = {"buffersize": (3, 14)}
"""Before this Python, a method that takes any keyword does not claim to know these."""


@dataclass(frozen=True)
class Trait:
    """A capability: whether it is there, and how that was found out."""

    present: bool
    found: str


@dataclass(frozen=True)
class Profile:
    """What is known of an implementation before it is judged."""

    kind: Kind
    kind_found: str
    capabilities: dict[str, Trait]

    def has(self, capability: str) -> bool:
        """Say whether a capability is there."""
        trait = self.capabilities.get(capability)
        return trait is not None and trait.present

    @property
    def in_process(self) -> bool:
        """Whether calls can meet the test through plain `threading`."""
        return self.kind in IN_PROCESS


def find_profile(adapter: Adapter, executor: Any) -> Profile:
    """Find the kind and the capabilities of a fresh executor."""
    kind, found = find_kind(adapter, executor)
    traits = dict(_capabilities(adapter, executor, kind))
    for name, present in adapter.capabilities.items():
        traits[name] = Trait(bool(present), "declared")
    return Profile(kind, found, traits)


def find_kind(adapter: Adapter, executor: Any) -> tuple[Kind, str]:
    """Find where calls run: declared, by the executor's ancestry, or by trying one."""
    if adapter.kind is not None:
        return Kind(adapter.kind), "declared"
    for base in type(executor).__mro__:
        if base.__module__.startswith("concurrent.futures"):
            match base.__name__:
                case "InterpreterPoolExecutor":
                    return Kind.INTERPRETER, "ancestry"
                case "ThreadPoolExecutor":
                    return Kind.THREAD, "ancestry"
                case "ProcessPoolExecutor":
                    return Kind.PROCESS, "ancestry"
    return _kind_by_trial(executor), "trial"


def default_start_method() -> str:
    """Return the start method that `multiprocessing` uses unless told otherwise."""
    # Asked outright, it would fix the default for good.
    chosen = multiprocessing.get_start_method(allow_none=True)
    return chosen or multiprocessing.get_all_start_methods()[0]


def find_start_method(adapter: Adapter, profile: Profile) -> str:
    """Return how worker processes are started, or an empty string if nothing tells it."""
    if profile.kind is not Kind.PROCESS:
        return ""
    given = adapter.make.keywords if isinstance(adapter.make, partial) else {}
    context = {**given, **adapter.options}.get("mp_context")
    if context is not None:
        return str(getattr(context, "get_start_method", str)())
    return default_start_method() if profile.has("mp_context") else ""


def _kind_by_trial(executor: Any) -> Kind:
    process, thread = executor.submit(tasks.whereabouts).result()
    if process != os.getpid():
        return Kind.PROCESS
    return Kind.INLINE if thread == threading.get_ident() else Kind.THREAD


def _capabilities(adapter: Adapter, executor: Any, kind: Kind) -> Iterator[tuple[str, Trait]]:
    for keyword in CONSTRUCTOR:
        found = CHOSEN if keyword in adapter.options else "signature of make"
        yield keyword, Trait(_constructor_takes(adapter, executor, keyword), found)
    for keyword, method in METHOD_KEYWORDS.items():
        yield keyword, Trait(accepts(executor, method, keyword), f"signature of {method}")
    stops = all(hasattr(executor, name) for name in ("terminate_workers", "kill_workers"))
    yield "force_stop", Trait(stops, "methods")
    for capability, kinds in ASSUMED.items():
        yield capability, Trait(kind in kinds, "promised by the kind")
    yield "asyncio", _asyncio(adapter)
    default = isinstance(executor, concurrent.futures.ThreadPoolExecutor)
    yield "default_executor", Trait(default, "ancestry")
    yield "fork", _fork(kind)
    yield "signals", Trait(hasattr(signal, "pthread_kill"), "platform")


def _asyncio(adapter: Adapter) -> Trait:
    if adapter.wrap_future is not None:
        return Trait(True, "wrap_future of the adapter")
    # `wait` and asyncio stand on the same class: to claim the one is to claim the other (SUB-01).
    standard = adapter.wait is concurrent.futures.wait
    return Trait(standard, "wait of the adapter, which has no wrap_future")


def _fork(kind: Kind) -> Trait:
    if not hasattr(os, "fork"):
        return Trait(False, "platform")
    return Trait(kind in LOCAL, "platform and kind")


def _constructor_takes(adapter: Adapter, executor: Any, keyword: str) -> bool:
    if keyword in adapter.options:
        return False
    if not adapter.takes(keyword):
        return False
    # `make(**kwargs)` says nothing by itself: the classes of what it makes may name the keyword.
    constructors = (vars(base).get("__init__") for base in type(executor).__mro__)
    return any(_names(function, keyword) for function in (adapter.make, *constructors))


def accepts(executor: Any, method: str, keyword: str) -> bool:
    """Say whether a method can be called with a keyword, as far as its signature tells."""
    return _takes(getattr(executor, method, None), keyword)


def _names(function: Any, keyword: str) -> bool:
    try:
        return keyword in inspect.signature(function).parameters
    except (TypeError, ValueError):
        return False


def _takes(function: Any, keyword: str) -> bool:
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return False
    known = sys.version_info >= ADDED.get(keyword, (3,))
    return any(
        (parameter.kind is inspect.Parameter.VAR_KEYWORD and known)
        or (parameter.name == keyword and parameter.kind is not inspect.Parameter.POSITIONAL_ONLY)
        for parameter in parameters
    )
