"""ipyparallel: the executor of a client, with a cluster of two engines on this host.

Written for ipyparallel 9.2. The executor takes no number of workers, since its cluster has them.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipyparallel
from ipyparallel import Client, Cluster

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.adapters.scripts import importable
from executor_conformance.deviations import of_package

if TYPE_CHECKING:
    from collections.abc import Iterator

WORKERS = 2
ADDRESS = "127.0.0.1"
"""Where engines and clients reach the controller."""

CONNECTION = "IPYPARALLEL_CONNECTION_FILE"
"""The environment variable that tells a program of the cluster that is running."""


class _Clients:
    """The client of the cluster that is running, if one is."""

    running: Client | None = None


@contextlib.contextmanager
def cluster() -> Iterator[None]:
    """Run a controller and engines in processes of their own, reached over TCP, with a client.

    What they note goes to a folder that is removed. Programs that run meanwhile have a client of
    the same cluster, since to start one takes seconds.
    """
    if CONNECTION in os.environ:
        with importable(), Client(os.environ[CONNECTION]) as _Clients.running:
            yield
        return
    with (
        importable(),
        tempfile.TemporaryDirectory(prefix="ipyparallel-", ignore_cleanup_errors=True) as folder,
        Cluster(
            n=WORKERS,
            controller_ip=ADDRESS,
            profile_dir=folder,
            log_level=40,
            # Engines are to be had at their second heartbeat.
            controller_args=[
                "--HeartMonitor.period=500",
                "--HeartMonitor.max_heartmonitor_misses=40",
            ],
            delay=0.1,
        ) as _Clients.running,
    ):
        [file] = Path(folder, "security").glob("ipcontroller-*-client.json")
        os.environ[CONNECTION] = str(file)
        try:
            yield
        finally:
            del os.environ[CONNECTION]


def has_all_engines() -> bool:
    """Say whether no engine has died: none is started in its place."""
    return _Clients.running is not None and len(_Clients.running.ids) == WORKERS


def executor() -> Any:
    """Make an executor of the running cluster, which gives a call to the engine with the least."""
    if _Clients.running is None:
        raise RuntimeError("there is no running cluster: enter the adapter's surroundings first")
    return _Clients.running.executor()


CLUSTER = Adapter(
    name="ipyparallel.ViewExecutor",
    make=executor,
    kind=Kind.DISTRIBUTED,
    version=ipyparallel.__version__,
    # A program that ends takes its cluster with it; nothing says that it waits for the calls.
    capabilities={"exit_join": False},
    workers=WORKERS,
    time_scale=2.0,
    surroundings=cluster,
    intact=has_all_engines,
    program=f"{__name__}:CLUSTER",
    deviations=of_package("ipyparallel"),
)
