"""Show whether pebble.ThreadPool breaks MAP-09.

MAP-09: Where calls do not cross to another process, chunksize MUST NOT change what map does.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro MAP-09
pebble-thread`.
"""

import contextlib
import faulthandler
import os
import textwrap
import threading
from functools import partial

from pebble import ThreadPool

WORKERS = 2
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def map_in_chunks():
    """Map two calls that wait for each other, with chunksize=2."""
    executor = make_executor()
    both = threading.Barrier(2)
    try:
        with limit("two calls that wait for each other, in a map(..., chunksize=2) of 2 workers"):
            list(executor.map(lambda _: both.wait(), range(2), chunksize=2))
    except Exception as error:
        return f"map(..., chunksize=2) raised {error!r}"
    return None


def make_executor():
    """Make the executor that this is about."""
    executor = ThreadPool(max_workers=WORKERS)
    executor.map = partial(results, executor)
    return executor


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
    fault = map_in_chunks()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the calls ran beside each other")


if __name__ == "__main__":
    main()
