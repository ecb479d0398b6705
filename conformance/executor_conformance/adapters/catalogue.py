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


def _family(
    package: str, module: str, *variants: tuple[str, str, str], extra: str = ""
) -> tuple[ReadyMade, ...]:
    """Return the adapters of a package: the name, the attribute, and what is judged, of each."""
    return tuple(
        ReadyMade(name, _own(module, attribute), says, package, extra or package)
        for name, attribute, says in variants
    )


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
    *_family(
        "loky",
        "loky",
        ("loky", "PROCESS", "processes"),
        ("loky-reusable", "REUSABLE", "a pool that is shared"),
    ),
    *_family(
        "pebble",
        "pebble",
        ("pebble-thread", "THREAD", "threads"),
        ("pebble-process", "PROCESS", "processes"),
    ),
    *_family(
        "futurist",
        "futurist",
        ("futurist-thread", "THREAD", "threads"),
        ("futurist-dynamic", "DYNAMIC", "threads by demand"),
        ("futurist-process", "PROCESS", "processes"),
        ("futurist-inline", "SYNCHRONOUS", "calls made at once"),
    ),
    *_family(
        "more-executors",
        "more_executors",
        ("more-thread", "THREAD", "threads"),
        ("more-retry", "RETRY", "threads that try again"),
        ("more-throttle", "THROTTLE", "threads with a limit"),
        ("more-timeout", "TIMEOUT", "calls given a time"),
        ("more-map", "MAP", "results passed on"),
        ("more-cancelling", "CANCEL_ON_SHUTDOWN", "cancels at the end"),
        ("more-inline", "SYNC", "calls made at once"),
    ),
    *_family(
        "deadpool-executor", "deadpool", ("deadpool", "PROCESS", "processes"), extra="deadpool"
    ),
    *_family("tornado", "tornado", ("tornado", "DUMMY", "calls made at once")),
    *_family("gevent", "gevent", ("gevent", "THREAD", "threads")),
    *_family(
        "bounded-pool-executor",
        "bounded_pool_executor",
        ("bounded-thread", "THREAD", "threads, each at work"),
        ("bounded-process", "PROCESS", "processes, each at work"),
    ),
    *_family(
        "bounded-executor",
        "bounded_executor",
        ("waiting-thread", "THREAD", "threads, so many may wait"),
        ("waiting-process", "PROCESS", "processes, so many may wait"),
    ),
    *_family(
        "threadpoolexecutorplus",
        "threadpoolexecutorplus",
        ("plus", "THREAD", "threads by demand"),
    ),
    *_family("flask-executor", "flask_executor", ("flask", "THREAD", "threads in a context")),
    *_family(
        "contextvars-executor",
        "contextvars_executor",
        ("contextvars", "THREAD", "threads in a context"),
    ),
    *_family(
        "prioritythreadpoolexecutor",
        "priority_pool",
        ("priority", "THREAD", "threads, by number"),
        extra="priority-pool",
    ),
    *_family("joblib", "joblib", ("joblib", "PROCESS", "processes")),
    *_family(
        "distributed",
        "dask",
        ("dask", "CLUSTER", "a local cluster"),
        ("dask-thread", "THREADS", "a cluster of threads"),
        ("dask-inline", "SYNCHRONOUS", "calls made at once"),
        extra="dask",
    ),
    *_family(
        "parsl",
        "parsl",
        ("parsl-thread", "THREAD", "threads"),
        ("parsl-blocks", "BLOCKS", "blocks of processes"),
    ),
    *_family("ipyparallel", "ipyparallel", ("ipyparallel", "CLUSTER", "a local cluster")),
    *_family("executorlib", "executorlib", ("executorlib-block", "BLOCK", "processes that last")),
    *_family(
        "mpi4py",
        "mpi",
        ("mpi", "SPAWNED", "processes that MPI spawns"),
        ("mpi-service", "CONNECTED", "processes of a launcher"),
        extra="mpi",
    ),
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
