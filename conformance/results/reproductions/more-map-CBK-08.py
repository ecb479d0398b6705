"""Show whether more_executors.mapped breaks CBK-08.

CBK-08: An Exception that a done-callback raises MUST be logged through logging, before the next
callback is called or, where the future was done already, before add_done_callback returns.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro CBK-08 more-map`.
"""

import contextlib
import faulthandler
import logging
import os
import textwrap
import threading

from more_executors import Executors

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def look_for_a_log():
    """Add a callback that raises to a future that is done, and look for a record of that."""
    records = []
    handler = logging.Handler()
    handler.emit = records.append
    logging.getLogger().addHandler(handler)
    future = make_executor().submit(int)
    future.result(timeout=LIMIT)
    with contextlib.suppress(ValueError):
        future.add_done_callback(lambda _: raise_error(ValueError("in a callback")))
    return None if records else "a callback raised, and nothing was logged"


def make_executor():
    """Make the executor that this is about."""
    return mapped(max_workers=WORKERS)


def mapped(max_workers=None):
    """Make an executor that passes each result through a function, here one that keeps it."""
    return thread_pool(max_workers).with_map(lambda result: result)


def thread_pool(max_workers=None, **keywords):
    """Make the pool that the others stand around; it takes what that of the library takes."""
    return Executors.thread_pool(max_workers=max_workers, **keywords)


def raise_error(error):
    """Raise an exception."""
    raise error


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
    fault = look_for_a_log()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: what the callback raised was logged")


if __name__ == "__main__":
    main()
