"""A cluster whose workers are on another host: the test that judges it starts them there."""

import contextlib
import os
import sys
from dataclasses import replace
from pathlib import Path

import cloudpickle
from distributed import Client, LocalCluster

from executor_conformance import Adapter

HERE = os.environ["JUDGED_AT"]
PORT = int(os.environ["SCHEDULER_PORT"])
WORKERS = 2

# The workers cannot import this module, and need not.
cloudpickle.register_pickle_by_value(sys.modules[__name__])


def where_and_how_many(dask_worker):
    """Return the network of a worker, and how many calls it has made."""
    import os

    return os.readlink("/proc/self/ns/net"), dask_worker.state.executed_count


@contextlib.contextmanager
def cluster():
    """Run a scheduler, wait for the workers, and note at the end what each has done."""
    global client
    with (
        LocalCluster(
            n_workers=0, host=HERE, scheduler_port=PORT, dashboard_address=None, processes=True
        ) as local,
        Client(local) as client,
    ):
        client.wait_for_workers(WORKERS)
        yield
        done = client.run(where_and_how_many)
        with Path(os.environ["NOTES"]).open("a") as file:
            file.writelines(f"{network} {calls}\n" for network, calls in done.values())


def executor():
    """Make an executor of the cluster."""
    return client.get_executor(pure=False)


REACHED = Adapter(
    name="reached",
    make=executor,
    kind="distributed",
    workers=WORKERS,
    surroundings=cluster,
    address=HERE,
)
LEFT_ALONE = replace(REACHED, name="left alone", address=None)
