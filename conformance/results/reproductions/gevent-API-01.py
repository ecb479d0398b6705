"""Show whether gevent.threadpool.ThreadPoolExecutor breaks API-01.

API-01: A program that uses an executor only through submit, map, shutdown, with and the futures
MUST give the same results with every executor that can transport its callables and data.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro API-01 gevent`.
"""

import faulthandler
import os
import textwrap
import threading

from gevent.threadpool import ThreadPoolExecutor

WORKERS = 8
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def ask_for_states():
    """Ask a future for its states, as any program may."""
    future = make_executor().submit(abs, -1)
    future.result(timeout=LIMIT)
    try:
        states = future.done(), future.running(), future.cancelled(), future.exception()
    except AttributeError as error:
        return f"a future cannot be asked: {error}"
    return None if states == (True, False, False, None) else f"a future said {states}"


def make_executor():
    """Make the executor that this is about."""
    return executor()


def executor():
    """Make a pool of as many threads as the adapter tells."""
    return ThreadPoolExecutor(max_workers=WORKERS)


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
    fault = ask_for_states()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the states were those of a call that has ended")


if __name__ == "__main__":
    main()
