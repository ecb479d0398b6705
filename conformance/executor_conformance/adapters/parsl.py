"""Parsl: the executor of a running Parsl, with threads, or with blocks of worker processes.

Written for Parsl 2026.10. An executor is told of the Parsl that runs, and shares its workers with
all others: a second Parsl of its own cannot be loaded beside the first. So the number of workers is
fixed here.
"""

from __future__ import annotations

import contextlib
import tempfile
from typing import TYPE_CHECKING, Any

import parsl
from parsl.concurrent import ParslPoolExecutor
from parsl.executors import HighThroughputExecutor, ThreadPoolExecutor
from parsl.launchers import SimpleLauncher
from parsl.providers import LocalProvider

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.adapters.scripts import importable, scripts_on_path
from executor_conformance.deviations import of_package

if TYPE_CHECKING:
    from collections.abc import Iterator

WORKERS = 2
ADDRESS = "127.0.0.1"
"""Where blocks reach the interchange of the engine."""


def in_threads() -> Any:
    """Make the engine that runs calls in threads of this process."""
    return ThreadPoolExecutor(max_threads=WORKERS)


def in_blocks() -> Any:
    """Make the engine that starts a block of processes, one of them for each worker.

    Its interchange is a process of its own, which the block connects to over TCP.
    """
    return HighThroughputExecutor(
        address=ADDRESS,
        max_workers_per_node=WORKERS,
        cores_per_worker=0.1,
        provider=LocalProvider(
            init_blocks=1, min_blocks=1, max_blocks=1, launcher=SimpleLauncher()
        ),
        # Certificates take a while to make, and nothing leaves this host.
        encrypted=False,
        # A worker that ends is missed after this many seconds, in place of two minutes.
        heartbeat_threshold=6,
        heartbeat_period=1,
    )


@contextlib.contextmanager
def running(engine: Any) -> Iterator[None]:
    """Run Parsl with one engine; what it notes goes to a folder that is removed."""
    with (
        tempfile.TemporaryDirectory(prefix="parsl-", ignore_cleanup_errors=True) as folder,
        scripts_on_path(),
        parsl.load(
            parsl.Config(
                executors=[engine],
                run_dir=folder,
                strategy="none",
                # The first block is started when this time has passed, in seconds.
                strategy_period=0.1,
                initialize_logging=False,
            )
        ),
    ):
        try:
            yield
        finally:
            parsl.clear()


def threads() -> contextlib.AbstractContextManager[None]:
    """Run Parsl with threads."""
    return running(in_threads())


@contextlib.contextmanager
def blocks() -> Iterator[None]:
    """Run Parsl with a block of processes, and wait for it: it takes seconds to start."""
    with importable(), running(in_blocks()):
        executor().submit(abs, -1).result()
        yield


def executor() -> Any:
    """Make an executor of the Parsl that is running."""
    return ParslPoolExecutor(dfk=parsl.dfk())


THREAD = Adapter(
    name="parsl.concurrent.ParslPoolExecutor (threads)",
    make=executor,
    # The threads are Parsl's, as a cluster's workers are: executors share them, and end none.
    kind=Kind.DISTRIBUTED,
    version=parsl.__version__,
    # A call that ends its process ends everything.
    capabilities={"exit_join": False, "crash_detection": False},
    workers=WORKERS,
    cannot_cancel=True,
    surroundings=threads,
    program=f"{__name__}:THREAD",
    deviations=of_package("parsl-thread"),
)

BLOCKS = Adapter(
    name="parsl.concurrent.ParslPoolExecutor (blocks)",
    make=executor,
    kind=Kind.DISTRIBUTED,
    version=parsl.__version__,
    # A program that ends takes its blocks with it; nothing says that it waits for the calls.
    capabilities={"exit_join": False},
    workers=WORKERS,
    cannot_cancel=True,
    time_scale=2.0,
    surroundings=blocks,
    program=f"{__name__}:BLOCKS",
    deviations=of_package("parsl-blocks"),
)
