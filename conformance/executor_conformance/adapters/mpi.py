"""mpi4py.futures: a pool whose workers are MPI processes, started by the pool itself.

Written for mpi4py 4.1. Needs an MPI that can start processes (`MPI_Comm_spawn`), such as MPICH.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mpi4py.futures import MPIPoolExecutor

from executor_conformance.adapter import Adapter, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def launcher_on_path() -> Iterator[None]:
    """Have MPI find the launcher that it starts processes with.

    The package `mpich` puts it beside Python, where the path does not lead without an activated
    environment; MPI waits for it in vain then.
    """
    before = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before


SPAWNED = Adapter(
    name="mpi4py.futures.MPIPoolExecutor",
    make=MPIPoolExecutor,
    kind=Kind.DISTRIBUTED,
    # MPI ends all processes of a job when one of them dies.
    capabilities={"crash_detection": False},
    # The workers shall not run the main module of the judged process.
    options={"main": False},
    surroundings=launcher_on_path,
    time_scale=3.0,
    program=f"{__name__}:SPAWNED",
)
