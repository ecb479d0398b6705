"""Dask distributed: the executor of a client, with a cluster of two worker processes on this host.

Written for distributed 2026.8. The executor takes no number of workers, since its cluster has it.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import distributed
from distributed import Client, LocalCluster

from executor_conformance.adapter import Adapter, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

WORKERS = 2


class _Clients:
    """The client of the cluster that is running, if one is."""

    running: Client | None = None


@contextlib.contextmanager
def cluster() -> Iterator[None]:
    """Run a scheduler here and the workers in processes of their own, reached over TCP."""
    with (
        LocalCluster(
            n_workers=WORKERS, threads_per_worker=1, processes=True, dashboard_address=None
        ) as local,
        Client(local) as _Clients.running,
    ):
        yield


def executor() -> Any:
    """Make an executor of the running cluster.

    Calls are declared to be impure: otherwise two calls with equal arguments are made once.
    """
    if _Clients.running is None:
        raise RuntimeError("there is no running cluster: enter the adapter's surroundings first")
    return _Clients.running.get_executor(pure=False)


CLUSTER = Adapter(
    name="distributed.ClientExecutor",
    make=executor,
    kind=Kind.DISTRIBUTED,
    version=distributed.__version__,
    # A program that ends takes its cluster with it; nothing says that it waits for the calls.
    # The calls of a worker that has died are made again by others.
    capabilities={"exit_join": False, "crash_detection": False},
    workers=WORKERS,
    time_scale=3.0,
    surroundings=cluster,
    program=f"{__name__}:CLUSTER",
)
