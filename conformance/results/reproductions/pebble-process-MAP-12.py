"""Show whether pebble.ProcessPool breaks MAP-12.

MAP-12: To close an iterator that has yielded results SHOULD cancel its calls that have not started.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro MAP-12
pebble-process`.
"""

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import tempfile
import textwrap
import threading
import time
from functools import partial

from pebble import ProcessPool

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def close_the_iterator():
    """Close an iterator that has given its first result, while a call runs and others wait."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        last = os.path.join(folder, "last")
        calls = [(touch, os.path.join(folder, "first")), *[(hold, folder)] * 20, (touch, last)]
        results = executor.map(call, calls)
        with limit("the first result of map while the next call runs"):
            next(results)
        results.close()
        touch(os.path.join(folder, "go"))
        with limit("shutdown(wait=True)"):
            executor.shutdown(wait=True)
        made = os.path.exists(last)
    return "the iterator was closed, and the last call was made all the same" if made else None


def make_executor():
    """Make the executor that this is about."""
    executor = ProcessPool(max_workers=WORKERS)
    executor.map = partial(results, executor)
    executor.shutdown = partial(close_and_join, executor)
    return executor


def close_and_join(pool, wait=True):
    """Have the pool take no more calls and make those that it has; wait for them if `wait`.

    There is no `cancel_futures`: `stop` loses the calls that wait, and cancels none.
    """
    pool.close()
    if wait:
        pool.join()


def results(pool, function, *iterables, timeout=None, chunksize=1):
    """Return an iterator over the results that the future of the pool's `map` will have.

    `timeout` is given to both: the pool counts it for each call, and its processes end with it.
    """
    # The instance has this function in place of its own method.
    future = type(pool).map(pool, function, *iterables, timeout=timeout, chunksize=chunksize)
    return _awaited(future, timeout)


def _awaited(future, timeout):
    try:
        yield from future.result(timeout)
    finally:
        # Of what has ended already, it cancels nothing.
        future.cancel()


def hold(folder, name="call"):
    """Be a call that tells of its start and waits for a sign to end."""
    touch(os.path.join(folder, f"{name} started"))
    go = os.path.join(folder, "go")
    # Where the folder has gone, nobody waits any more.
    wait_until(lambda: os.path.exists(go) or not os.path.exists(folder), 3 * LIMIT)
    return name


def wait_until(condition, seconds=LIMIT):
    """Wait until a condition holds, and say whether it did in time."""
    late = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > late:
            return False
        time.sleep(0.01)
    return True


@contextlib.contextmanager
def limit(what):
    """Call it a fault, and end the program, if what this block does takes too long."""
    fault = f"VIOLATED: {what}: still waiting after {LIMIT} s"
    timer = threading.Timer(LIMIT, end, [fault])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def touch(path):
    """Make an empty file: a sign that other processes see."""
    with open(path, "w"):
        pass


def call(item):
    """Call the function of an item."""
    function, argument = item
    function(argument)


def give_up():
    """End the program without a verdict, and show what its threads are doing."""
    faulthandler.dump_traceback()
    end("UNDECIDED: this has taken too long", status=1)


def end(text, status=0):
    """Say what came of it, and end the program and its processes, whatever still runs."""
    print(textwrap.shorten(text, 300), flush=True)
    for process in multiprocessing.active_children():
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    os._exit(status)


def main():
    """Say in words what was seen; give up, without a verdict, after a while."""
    timer = threading.Timer(6 * LIMIT, give_up)
    timer.daemon = True
    timer.start()
    fault = close_the_iterator()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: to close the iterator cancelled the calls that waited")


if __name__ == "__main__":
    main()
