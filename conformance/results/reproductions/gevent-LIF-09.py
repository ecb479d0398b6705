"""gevent: to read the exception of a call makes a circle of the future and that exception."""

import contextlib
import gc
import time
import weakref

from gevent.threadpool import ThreadPoolExecutor


def fail():
    """Be a call that raises."""
    raise ValueError("on purpose")


def main():
    """Drop futures, one that was read and one that was not, and look whether they have gone."""
    # Only circles need the collector.
    gc.disable()
    pool = ThreadPoolExecutor(max_workers=1)
    kept = {}
    for read in (False, True):
        future = pool.submit(fail)
        while not future.done():
            pool.submit(time.sleep, 0.01).result(timeout=10)
        if read:
            with contextlib.suppress(ValueError):
                future.result(timeout=10)
        reference = weakref.ref(future)
        del future
        pool.submit(time.sleep, 0.01).result(timeout=10)
        kept[read] = reference() is not None
    gc.collect()
    pool.shutdown()
    if kept[True] and not kept[False] and reference() is None:
        print("VIOLATED: when its exception has been read, only the collector frees a future")
    else:
        print("OK: to read the exception made no difference")


if __name__ == "__main__":
    main()
