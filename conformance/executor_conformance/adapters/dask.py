"""Dask: the executor of a client, with a cluster on this host, and the one that calls at once.

Written for distributed and dask 2026.8. A client's executor takes no number of workers, since its
cluster has it.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import dask
import distributed
from dask.local import SynchronousExecutor
from distributed import Client, LocalCluster

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.deviations import of_package

if TYPE_CHECKING:
    from collections.abc import Iterator

WORKERS = 2
ADDRESS = "127.0.0.1"
"""Where workers and clients reach the scheduler."""

KEPT = (
    "key",
    "workers",
    "resources",
    "retries",
    "priority",
    "fifo_timeout",
    "allow_other_workers",
    "actor",
    "actors",
    "pure",
)
"""What `submit` of a client takes for itself; that of its executor passes everything on to it."""


class _Clients:
    """The client of the cluster that is running, if one is."""

    running: Client | None = None


@contextlib.contextmanager
def _cluster(**how: Any) -> Iterator[None]:
    with (
        LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None, **how) as own,
        Client(own) as _Clients.running,
    ):
        yield


def processes() -> contextlib.AbstractContextManager[None]:
    """Run a scheduler here and the workers in processes of their own, reached over TCP."""
    return _cluster(processes=True, host=ADDRESS)


def threads() -> contextlib.AbstractContextManager[None]:
    """Run a scheduler here, and the workers in threads of this process."""
    return _cluster(processes=False)


def executor() -> Any:
    """Make an executor of the running cluster.

    Calls are declared to be impure: otherwise two calls with equal arguments are made once.
    """
    if _Clients.running is None:
        raise RuntimeError("there is no running cluster: enter the adapter's surroundings first")
    return _Clients.running.get_executor(pure=False)


# A program that ends takes its cluster with it; nothing says that it waits for the calls.
# The calls of a worker that has died are made again by others.
_CAPABILITIES = {"exit_join": False, "crash_detection": False}

CLUSTER = Adapter(
    name="distributed.ClientExecutor",
    make=executor,
    kind=Kind.DISTRIBUTED,
    version=distributed.__version__,
    capabilities=_CAPABILITIES,
    workers=WORKERS,
    time_scale=3.0,
    surroundings=processes,
    submit_keywords=KEPT,
    program=f"{__name__}:CLUSTER",
    deviations=of_package("dask"),
)

THREADS = Adapter(
    name="distributed.ClientExecutor (threads)",
    make=executor,
    # Arguments and results are pickled as if the workers were elsewhere, and all else is the same.
    kind=Kind.DISTRIBUTED,
    version=distributed.__version__,
    capabilities=_CAPABILITIES,
    workers=WORKERS,
    time_scale=2.0,
    surroundings=threads,
    submit_keywords=KEPT,
    program=f"{__name__}:THREADS",
    deviations=of_package("dask-thread"),
)

SYNCHRONOUS = Adapter(
    name="dask.local.SynchronousExecutor",
    make=SynchronousExecutor,
    kind=Kind.INLINE,
    version=dask.__version__,
    deviations=of_package("dask-inline"),
)
"""What Dask computes with where it is told to be synchronous."""
