"""Dask: `wait` does not count a future as done that has just been cancelled."""

import time
from concurrent.futures import wait

from distributed import Client, LocalCluster

ROUNDS = 100


def look(executor):
    """Cancel calls that wait, ask `wait` at once, and say what was seen."""
    for number in range(ROUNDS):
        running, *_, last = [executor.submit(time.sleep, 0.05) for _ in range(5)]
        if last.cancel() and last.done() and last not in wait([last], timeout=0).done:
            return (
                f"VIOLATED: in round {number + 1}, cancel() and done() returned True, and wait "
                "did not count the future as done"
            )
        running.result(timeout=10)
    return f"OK: {ROUNDS} times, wait counted a cancelled future as done"


def main():
    """Look with a cluster of one thread."""
    with (
        LocalCluster(
            n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        print(look(client.get_executor(pure=False)))


if __name__ == "__main__":
    main()
