"""Show whether pebble.ThreadPool breaks SHD-13.

SHD-13: When a call or a done-callback calls shutdown(wait=True) of its own executor, shutdown MUST
come back, by returning or raising, and the executor is closed.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro SHD-13
pebble-thread`.
"""

import contextlib
import faulthandler
import os
import textwrap
import threading
from functools import partial

from pebble import ThreadPool

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def shut_down_in_a_call():
    """Have a call shut its own executor down."""
    executor = make_executor()

    def shut_down():
        try:
            executor.shutdown(wait=True)
        except Exception as error:
            return repr(error)
        return "returned"

    with limit("a call that calls shutdown(wait=True) of its own executor"):
        executor.submit(shut_down).result()


def make_executor():
    """Make the executor that this is about."""
    executor = ThreadPool(max_workers=WORKERS)
    executor.shutdown = partial(close_and_join, executor)
    return executor


def close_and_join(pool, wait=True):
    """Have the pool take no more calls and make those that it has; wait for them if `wait`.

    There is no `cancel_futures`: `stop` loses the calls that wait, and cancels none.
    """
    pool.close()
    if wait:
        pool.join()


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
    fault = shut_down_in_a_call()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: shutdown came back in a call")


if __name__ == "__main__":
    main()
