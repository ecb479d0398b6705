"""The ready-made adapters by short names. Names only: nothing is imported for them."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec

from executor_conformance.errors import TargetError, nearest


@dataclass(frozen=True)
class ReadyMade:
    """An adapter that comes with the kit.

    `target` is its ``module:attribute``, and `says` what is judged. `package` is what has to be
    installed for it, with the `extra` of this project that does so; the standard library's and the
    reference's need nothing. `since` is the first Python that has it.
    """

    name: str
    target: str
    says: str
    package: str = ""
    extra: str = ""
    since: tuple[int, int] = (3, 11)

    def installed(self) -> str:
        """Return the version that is installed of its package, or an empty string."""
        try:
            return metadata.version(self.package)
        except metadata.PackageNotFoundError:
            return ""

    def why_not(self) -> str:
        """Return why it cannot be judged here, and what to do; empty if it can."""
        if sys.version_info[:2] < self.since:
            return f"needs Python {'.'.join(map(str, self.since))}"
        if self.package and not self.installed():
            return f"needs {self.package}: pip install 'executor-conformance[{self.extra}]'"
        return ""


def _own(module: str, attribute: str) -> str:
    return f"executor_conformance.adapters.{module}:{attribute}"


CATALOGUE = (
    ReadyMade("thread", "concurrent.futures:ThreadPoolExecutor", "the standard library's threads"),
    ReadyMade(
        "process", "concurrent.futures:ProcessPoolExecutor", "the standard library's processes"
    ),
    ReadyMade("process-fork", _own("stdlib", "PROCESS_FORK"), "the same, forked"),
    ReadyMade("process-forkserver", _own("stdlib", "PROCESS_FORKSERVER"), "forked by a server"),
    ReadyMade("process-spawn", _own("stdlib", "PROCESS_SPAWN"), "started afresh"),
    ReadyMade(
        "interpreter",
        "concurrent.futures:InterpreterPoolExecutor",
        "the standard library's interpreters",
        since=(3, 14),
    ),
    ReadyMade(
        "reference-thread", "executor_reference:ThreadPoolExecutor", "the reference's threads"
    ),
    ReadyMade(
        "reference-process", "executor_reference:ProcessPoolExecutor", "the reference's processes"
    ),
    ReadyMade("reference-inline", "executor_reference:InlineExecutor", "the least that conforms"),
    ReadyMade("loky", _own("loky", "PROCESS"), "processes", "loky", "loky"),
    ReadyMade("loky-reusable", _own("loky", "REUSABLE"), "a pool that is shared", "loky", "loky"),
    ReadyMade("pebble-thread", _own("pebble", "THREAD"), "threads", "pebble", "pebble"),
    ReadyMade("pebble-process", _own("pebble", "PROCESS"), "processes", "pebble", "pebble"),
    ReadyMade("futurist-thread", _own("futurist", "THREAD"), "threads", "futurist", "futurist"),
    ReadyMade(
        "futurist-dynamic", _own("futurist", "DYNAMIC"), "threads by demand", "futurist", "futurist"
    ),
    ReadyMade("futurist-process", _own("futurist", "PROCESS"), "processes", "futurist", "futurist"),
    ReadyMade(
        "futurist-inline",
        _own("futurist", "SYNCHRONOUS"),
        "calls made at once",
        "futurist",
        "futurist",
    ),
    ReadyMade(
        "more-thread",
        _own("more_executors", "THREAD"),
        "threads",
        "more-executors",
        "more-executors",
    ),
    ReadyMade(
        "more-retry",
        _own("more_executors", "RETRY"),
        "threads that try again",
        "more-executors",
        "more-executors",
    ),
    ReadyMade(
        "more-throttle",
        _own("more_executors", "THROTTLE"),
        "threads with a limit",
        "more-executors",
        "more-executors",
    ),
    ReadyMade(
        "more-timeout",
        _own("more_executors", "TIMEOUT"),
        "calls given a time",
        "more-executors",
        "more-executors",
    ),
    ReadyMade(
        "more-map",
        _own("more_executors", "MAP"),
        "results passed on",
        "more-executors",
        "more-executors",
    ),
    ReadyMade(
        "more-cancelling",
        _own("more_executors", "CANCEL_ON_SHUTDOWN"),
        "cancels at the end",
        "more-executors",
        "more-executors",
    ),
    ReadyMade(
        "more-inline",
        _own("more_executors", "SYNC"),
        "calls made at once",
        "more-executors",
        "more-executors",
    ),
    ReadyMade(
        "deadpool", _own("deadpool", "PROCESS"), "processes", "deadpool-executor", "deadpool"
    ),
    ReadyMade("tornado", _own("tornado", "DUMMY"), "calls made at once", "tornado", "tornado"),
    ReadyMade("gevent", _own("gevent", "THREAD"), "threads", "gevent", "gevent"),
    ReadyMade(
        "bounded-thread",
        _own("bounded_pool_executor", "THREAD"),
        "threads, each at work",
        "bounded-pool-executor",
        "bounded-pool-executor",
    ),
    ReadyMade(
        "bounded-process",
        _own("bounded_pool_executor", "PROCESS"),
        "processes, each at work",
        "bounded-pool-executor",
        "bounded-pool-executor",
    ),
    ReadyMade(
        "flask",
        _own("flask_executor", "THREAD"),
        "threads in a context",
        "flask-executor",
        "flask-executor",
    ),
    ReadyMade(
        "contextvars",
        _own("contextvars_executor", "THREAD"),
        "threads in a context",
        "contextvars-executor",
        "contextvars-executor",
    ),
    ReadyMade(
        "priority",
        _own("priority_pool", "THREAD"),
        "threads, by number",
        "prioritythreadpoolexecutor",
        "priority-pool",
    ),
    ReadyMade("dask", _own("dask", "CLUSTER"), "a local cluster", "distributed", "dask"),
    ReadyMade("mpi", _own("mpi", "SPAWNED"), "processes that MPI spawns", "mpi4py", "mpi"),
)
"""All of them, in the order in which they are listed."""


def find_target(name: str) -> str:
    """Return the ``module:attribute`` of a short name; what has a colon is returned as it is.

    Raises `TargetError` for a name that there is not, and for what cannot be judged here.
    """
    if ":" in name:
        return name
    known = {ready.name: ready for ready in CATALOGUE}
    if name not in known:
        hint = nearest(name, known) or _hint_at_attribute(name)
        raise TargetError(
            f"{name!r} is neither module:attribute, as in concurrent.futures:ThreadPoolExecutor, "
            f"nor the name of an adapter that comes with the kit{hint} "
            "(executor-conformance adapters lists these)"
        )
    ready = known[name]
    if why := ready.why_not():
        raise TargetError(f"{name} {why}")
    return ready.target


def _hint_at_attribute(name: str) -> str:
    module, _, attribute = name.rpartition(".")
    try:
        there = bool(module) and find_spec(module) is not None
    except (ImportError, ValueError):
        there = False
    return f"; did you mean '{module}:{attribute}'?" if there else ""
