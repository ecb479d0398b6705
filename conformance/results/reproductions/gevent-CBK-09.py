"""Show whether gevent.threadpool.ThreadPoolExecutor breaks CBK-09.

CBK-09: add_done_callback MUST NOT raise an Exception that the callback raises where the future is
done already.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro CBK-09 gevent`.
"""

import faulthandler
import os
import textwrap
import threading

from gevent.threadpool import ThreadPoolExecutor

WORKERS = 8
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def add_what_raises():
    """Add a callback that raises to a future that is done."""
    executor = make_executor()
    future = executor.submit(int)
    future.result(timeout=LIMIT)

    def fail(_):
        raise ValueError("in a callback")

    try:
        future.add_done_callback(fail)
    except ValueError as error:
        return f"add_done_callback raised what the callback raised, {error!r}"
    return None


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
    fault = add_what_raises()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: add_done_callback raised nothing")


if __name__ == "__main__":
    main()
