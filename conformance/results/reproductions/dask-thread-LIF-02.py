"""Dask: with workers in threads, the arguments of calls are kept after their futures have gone."""

import gc
import time
import weakref

from distributed import Client, LocalCluster

LIMIT = 10
MADE = weakref.WeakSet()
"""All things that are there; what the call gets is another than what was submitted."""


class Thing:
    """An argument of a call."""

    def __init__(self):
        MADE.add(self)

    def __reduce__(self):
        return Thing, ()


def ignore(_):
    """Be a call that does nothing with its argument."""


def main():
    """Make a call, drop its future, and look for its argument."""
    with (
        LocalCluster(
            n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        executor = client.get_executor(pure=False)
        executor.submit(ignore, Thing()).result(timeout=LIMIT)
        late = time.monotonic() + LIMIT
        while MADE and time.monotonic() < late:
            executor.submit(abs, -1).result(timeout=LIMIT)
            gc.collect()
            time.sleep(0.1)
        if MADE:
            print(f"VIOLATED: {LIMIT} s after a call and its future, its argument is still kept")
        else:
            print("OK: the argument of the call was not kept")


if __name__ == "__main__":
    main()
