"""mpi4py.futures: a pool whose workers are MPI processes, started by the pool itself.

Written for mpi4py 4.1. Needs an MPI that can start processes (`MPI_Comm_spawn`), such as MPICH.
"""

from __future__ import annotations

from mpi4py.futures import MPIPoolExecutor

from executor_conformance.adapter import Adapter, Kind

SPAWNED = Adapter(
    name="mpi4py.futures.MPIPoolExecutor",
    make=MPIPoolExecutor,
    kind=Kind.DISTRIBUTED,
    # MPI ends all processes of a job when one of them dies.
    capabilities={"crash_detection": False},
    # The workers shall not run the main module of the judged process.
    options={"main": False},
    time_scale=3.0,
    program=f"{__name__}:SPAWNED",
)
