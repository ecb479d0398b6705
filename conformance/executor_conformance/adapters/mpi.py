"""mpi4py.futures: pools whose workers are MPI processes.

Written for mpi4py 4.1. One pool starts its workers itself, which needs an MPI that can do that
(`MPI_Comm_spawn`), such as MPICH. The other connects to workers that the launcher has started.
"""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mpi4py.futures import MPIPoolExecutor

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.adapters.scripts import scripts_on_path
from executor_conformance.deviations import of_package

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS = "127.0.0.1"
"""Where a pool reaches the workers that the launcher has started."""

# MPI ends all processes of a job when one of them dies.
_CAPABILITIES = {"crash_detection": False}

SPAWNED = Adapter(
    name="mpi4py.futures.MPIPoolExecutor",
    make=MPIPoolExecutor,
    kind=Kind.DISTRIBUTED,
    capabilities=_CAPABILITIES,
    # The workers shall not run the main module of the judged process.
    options={"main": False},
    # MPI waits in vain for a launcher that it does not find.
    surroundings=scripts_on_path,
    time_scale=3.0,
    program=f"{__name__}:SPAWNED",
    deviations=of_package("mpi"),
)


_running: list[subprocess.Popen[bytes]] = []
"""The launchers that were started, each with the workers of one pool."""


@contextlib.contextmanager
def launchers() -> Iterator[None]:
    """Have the launcher found, and end what it has started and no pool has ended."""
    with scripts_on_path():
        try:
            yield
        finally:
            for launcher in _running:
                launcher.terminate()
            for launcher in _running:
                launcher.wait()
            _running.clear()


def connected(max_workers: int = 2, **keywords: Any) -> Any:
    """Start workers by the launcher, and make a pool that connects to them.

    They serve one pool, and end with it.
    """
    with socket.create_server((ADDRESS, 0)) as free:
        port = free.getsockname()[1]
    # It connects when it is used first, and refuses a wrong number before anything is started.
    pool = MPIPoolExecutor(max_workers, service=(ADDRESS, port), main=False, **keywords)
    server = [sys.executable, "-m", "mpi4py.futures.server"]
    launcher = subprocess.Popen(
        ["mpiexec", "-n", str(max_workers), *server, f"--bind={ADDRESS}", f"--port={port}"],
        stdin=subprocess.DEVNULL,
    )
    _running.append(launcher)
    # To connect would take the one connection that the workers accept.
    while not _listens(port):
        if launcher.poll() is not None:
            raise RuntimeError(f"the launcher ended with status {launcher.returncode}")
        time.sleep(0.02)
    return pool


def _listens(port: int) -> bool:
    """Say whether somebody listens at a port of this host."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return any(row[1].endswith(f":{port:04X}") and row[3] == "0A" for row in rows)


CONNECTED = Adapter(
    name="mpi4py.futures.MPIPoolExecutor (service)",
    make=connected,
    kind=Kind.DISTRIBUTED,
    capabilities=_CAPABILITIES,
    surroundings=launchers,
    time_scale=3.0,
    program=f"{__name__}:CONNECTED",
    deviations=of_package("mpi"),
)
