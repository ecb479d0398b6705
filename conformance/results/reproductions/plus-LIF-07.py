"""Show whether ThreadPoolExecutorPlus.ThreadPoolExecutor breaks LIF-07.

LIF-07: The threads or processes in which an executor runs its calls MUST end by themselves once the
executor has been dropped without shutdown and its calls have ended.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro LIF-07 plus`.
"""

import faulthandler
import gc
import os
import textwrap
import threading
import time

from ThreadPoolExecutorPlus import ThreadPoolExecutor

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def drop_an_executor_of_threads():
    """Drop an executor, and look for its thread."""
    worker = make_executor().submit(threading.get_native_id).result(timeout=LIMIT)
    if wait_until(lambda: gc.collect() < 0 or not os.path.exists(f"/proc/self/task/{worker}")):
        return None
    return f"{LIMIT} s after the executor was dropped, the thread {worker} has not ended"


def make_executor():
    """Make the executor that this is about."""
    return ThreadPoolExecutor(max_workers=WORKERS)


def wait_until(condition, seconds=LIMIT):
    """Wait until a condition holds, and say whether it did in time."""
    late = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > late:
            return False
        time.sleep(0.01)
    return True


def give_up():
    """End the program without a verdict, and show what its threads are doing."""
    faulthandler.dump_traceback()
    end("UNDECIDED: this has taken too long", status=1)


def end(text, status=0):
    """Say what came of it, and end the program, whatever still runs."""
    print(textwrap.shorten(text, 300), flush=True)
    os._exit(status)


def main():
    """Say in words what was seen; give up, without a verdict, after a while."""
    timer = threading.Timer(6 * LIMIT, give_up)
    timer.daemon = True
    timer.start()
    fault = drop_an_executor_of_threads()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the worker has ended")


if __name__ == "__main__":
    main()
