"""Dask: `shutdown` does not wait for a call that is being submitted while it begins."""

import threading
import time

from distributed import Client, LocalCluster

LIMIT = 15
LASTS = 1.0
"""Seconds that each call takes, unless it is refused."""


def meet(executor, pause):
    """Submit and shut down in two threads; return the future, and how long the shutdown took."""
    futures, ready = [], threading.Barrier(2)

    def submit():
        ready.wait(timeout=10)
        try:
            futures.append(executor.submit(time.sleep, LASTS))
        except RuntimeError:
            futures.append(None)

    thread = threading.Thread(target=submit, daemon=True)
    thread.start()
    ready.wait(timeout=10)
    started = time.monotonic()
    time.sleep(pause)
    executor.shutdown(wait=True)
    took = time.monotonic() - started
    thread.join(timeout=10)
    return futures[0], took


def look(client):
    """Have the two meet at different moments, and say what was seen."""
    number, late = 0, time.monotonic() + LIMIT
    while time.monotonic() < late:
        number += 1
        future, took = meet(client.get_executor(pure=False), number % 10 / 10_000)
        if future is not None and took < LASTS / 2:
            return (
                f"VIOLATED: in round {number}, submit took a call of {LASTS} s, and "
                f"shutdown(wait=True) returned after {took:.3f} s"
            )
    return f"OK: in {number} rounds, shutdown waited for each call that submit took"


def main():
    """Look with a cluster of threads."""
    with (
        LocalCluster(
            n_workers=1, threads_per_worker=4, processes=False, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        print(look(client))


if __name__ == "__main__":
    main()
