"""What the kit needs to know to drive an implementation."""

from __future__ import annotations

import concurrent.futures
import contextlib
import inspect
import platform
import sys
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from executor_conformance.errors import TargetError, nearest
from executor_conformance.naming import describe_error, resolve
from executor_conformance.sizes import Sizes
from executor_spec import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from os import PathLike

    from executor_conformance.deviations import Deviation

METHODS = ("submit", "map", "shutdown")
"""The methods that an adapter may know by another name."""

NOWHERE = ("", "0.0.0.0", "::")
"""What can be listened at, yet not be connected to from another host."""

__all__ = ["IN_PROCESS", "Adapter", "Kind", "describe_error", "resolve"]

IN_PROCESS = frozenset({Kind.INLINE, Kind.THREAD})
"""Kinds whose calls can meet the test through plain `threading`."""


@dataclass(frozen=True, kw_only=True)
class Adapter:
    """How to make an executor, and what cannot be found out by looking at it.

    `name` is what reports call the implementation. `make` is called with the keywords that its
    signature takes, among `max_workers`, `initializer` and `initargs`, and with `options`; it
    returns a fresh executor each time. `kind` is a `Kind` or its name; without one the kit asks
    the executor's class, then tries a call. `version` is the implementation's, found from the
    package of `make` if absent.

    `capabilities` declares optional abilities, by name, that the kit cannot see or sees wrongly.
    `workers` is the number of workers of an executor whose `make` takes no `max_workers`, else the
    most that may be asked for; `min_workers` is the least. `reserved_workers` are those among
    `max_workers` that make no calls.
    `time_scale` multiplies every duration: 5.0 for what takes five times as long to start as a
    local pool. `wait` and `as_completed` are the functions that take the executor's futures, where
    it brings its own in place of those of `concurrent.futures`. `wrap_future` takes such a future
    and returns one of the running event loop, in place of `asyncio.wrap_future`. `program` names
    `make` as ``module:attribute`` for a fresh program, where it cannot be imported by its own name.
    `surroundings` gives a context manager that is entered once, before the first executor is made,
    and left at the end: a cluster, a client, a launcher. `intact` says whether they are still
    whole: it is asked after each test, and where it says no, the judged process is replaced, and
    enters them anew. `address` is the name or the IP address of
    this host by which workers on other hosts reach it; without one, calls meet the test at
    ``127.0.0.1``. `deviations` declares which clauses are known to be broken: a TOML file, or a
    list of files and `executor_conformance.Deviation`.

    What an executor does otherwise by design is told here, if its documentation tells it too: what
    contradicts that is not judged, and named as what it is. `queue_limit` is the number of
    unfinished calls at which `submit` waits. With `creating_thread_only`, executors are called only
    from the thread that made them. `idle` is for callbacks that run in an event loop of that
    thread: it is called over and over while the thread waits for them, and lets the loop run for a
    moment. `submit_keywords` are those that `submit` keeps for itself. With `cannot_cancel`, calls
    cannot be cancelled at all: `cancel` is not implemented. With `cancels_running`, `cancel` ends a
    call that runs, and returns True; with `cancels_at_shutdown`, `shutdown` cancels
    the calls that wait, whatever its arguments. `methods` gives for ``submit``, ``map`` or
    ``shutdown`` another name, or a function that takes the executor first; the clause that promises
    the method is broken. With `normal_exit`, the judged process is ended from outside only if it
    does not end by itself.

    Raises `ValueError` for an unknown kind or method, for numbers that make no sense, and for an
    address that nobody can connect to.
    """

    name: str
    make: Callable[..., Any]
    kind: Kind | str | None = None
    version: str | None = None
    capabilities: Mapping[str, bool] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    workers: int | None = None
    time_scale: float = 1.0
    wait: Callable[..., Any] = concurrent.futures.wait
    as_completed: Callable[..., Any] = concurrent.futures.as_completed
    wrap_future: Callable[..., Any] | None = None
    program: str | None = None
    surroundings: Callable[[], AbstractContextManager[Any]] = contextlib.nullcontext
    intact: Callable[[], bool] | None = None
    address: str | None = None
    deviations: str | PathLike[str] | Sequence[str | PathLike[str] | Deviation] = ()
    min_workers: int = 1
    reserved_workers: int = 0
    queue_limit: int | None = None
    creating_thread_only: bool = False
    idle: Callable[[], object] | None = None
    submit_keywords: tuple[str, ...] = ()
    cannot_cancel: bool = False
    cancels_running: bool = False
    cancels_at_shutdown: bool = False
    methods: Mapping[str, str | Callable[..., Any]] = field(default_factory=dict)
    normal_exit: bool = False

    def __post_init__(self) -> None:
        if not callable(self.make):
            raise ValueError(f"adapter {self.name!r}: make must be callable, not {self.make!r}")
        if self.kind is not None and self.kind not in set(Kind):
            hint = nearest(str(self.kind), [str(kind) for kind in Kind])
            raise ValueError(f"adapter {self.name!r}: there is no kind {str(self.kind)!r}{hint}")
        if not self.time_scale > 0:
            raise ValueError(
                f"adapter {self.name!r}: time_scale must be positive, not {self.time_scale!r}"
            )
        least = {"workers": 1, "min_workers": 1, "reserved_workers": 0, "queue_limit": 1}
        for name, limit in least.items():
            value = getattr(self, name)
            if value is not None and value < limit:
                raise ValueError(
                    f"adapter {self.name!r}: {name} must be {limit} or more, not {value!r}"
                )
        if self.address in NOWHERE:
            raise ValueError(
                f"adapter {self.name!r}: address must be one that workers can connect to, "
                f"not {self.address!r}"
            )
        for method in self.methods:
            if method not in METHODS:
                raise ValueError(
                    f"adapter {self.name!r}: methods names {method!r}{nearest(method, METHODS)}; "
                    f"only {', '.join(METHODS)} can have another name"
                )

    def without(self) -> frozenset[str]:
        """Return which habits, of those that a test of the suite may rely on, it does not have."""
        lacking = {
            "other_threads": self.creating_thread_only,
            "cancel": self.cannot_cancel,
            "running_spared": self.cancels_running,
            "waiting_spared": self.cancels_at_shutdown,
        }
        return frozenset(habit for habit, lacks in lacking.items() if lacks)

    def takes(self, keyword: str) -> bool:
        """Say whether `make` can be called with this keyword.

        A bare ``**kwargs`` counts: it is how wrappers pass on what the executor itself takes.
        """
        try:
            parameters = inspect.signature(self.make).parameters
        except (TypeError, ValueError):
            return False
        kinds = {parameter.kind for parameter in parameters.values()}
        named = keyword in parameters and parameters[keyword].kind not in (
            inspect.Parameter.POSITIONAL_ONLY,
            inspect.Parameter.VAR_POSITIONAL,
        )
        return named or inspect.Parameter.VAR_KEYWORD in kinds

    def create(self, max_workers: int | None = None, **keywords: Any) -> Any:
        """Make an executor, with `max_workers` if `make` takes it and with all other keywords."""
        if max_workers is not None and self.takes("max_workers"):
            keywords["max_workers"] = self.sizes.asked_for(max_workers)
        executor = self.make(**{**self.options, **keywords})
        for method, other in self.methods.items():
            own = getattr(executor, other) if isinstance(other, str) else partial(other, executor)
            setattr(executor, method, own)
        return executor

    @property
    def sizes(self) -> Sizes:
        """How many workers may be asked for."""
        return Sizes(self.min_workers, self.workers, self.reserved_workers)

    def importable_name(self) -> str | None:
        """Return ``module:attribute`` for `make`, if a fresh program can import it by that name."""
        if self.program is not None:
            return self.program
        if self.methods:
            # A program that imports `make` would not know the other names.
            return None
        module = getattr(self.make, "__module__", None)
        name = getattr(self.make, "__qualname__", None)
        if not module or not name or module == "__main__":
            return None
        try:
            found = resolve(f"{module}:{name}")
        except TargetError:
            return None
        return f"{module}:{name}" if found is self.make and _importable(module) else None

    def find_version(self) -> str:
        """Return the version of the implementation, or an empty string if nothing tells it."""
        if self.version is not None:
            return self.version
        package = (getattr(self.make, "__module__", None) or "").partition(".")[0]
        if package in sys.stdlib_module_names:
            return platform.python_version()
        # Imported here, since judged programs import this module too and have no need of it.
        from importlib import metadata

        with contextlib.suppress(metadata.PackageNotFoundError):
            return metadata.version(package)
        told = getattr(sys.modules.get(package), "__version__", None)
        if isinstance(told, str):
            return told
        # Slow: it reads what every installed distribution holds.
        names = metadata.packages_distributions().get(package)
        return metadata.version(names[0]) if names else ""


def _importable(module: str) -> bool:
    """Say whether a fresh program with this import path finds the module that is loaded here.

    Test modules that pytest imported by file, and rewrote, may not be found by name at all.
    """
    top = module.partition(".")[0]
    loaded = getattr(sys.modules.get(top), "__spec__", None)
    for finder in sys.meta_path:
        if type(finder).__module__.startswith("_pytest"):
            continue
        try:
            found = finder.find_spec(top, None)
        except (ImportError, AttributeError, ValueError):
            continue
        if found is not None:
            return loaded is None or found.origin == loaded.origin
    return False
