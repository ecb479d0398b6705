"""Show whether more_executors.sync breaks SHD-13.

SHD-13: When a call or a done-callback calls shutdown(wait=True) of its own executor, shutdown MUST
come back, by returning or raising, and the executor is closed.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro SHD-13 more-inline`.
"""

import contextlib
import faulthandler
import os
import textwrap
import threading

from more_executors import Executors

LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def shut_down_within_submit():
    """Have a call shut its own executor down."""
    executor = make_executor()
    with limit("a call that calls shutdown(wait=True) of its own executor"):
        try:
            executor.submit(executor.shutdown).exception()
        except Exception as error:
            return f"submit raised {error!r}"
    return None


def make_executor():
    """Make the executor that this is about."""
    return sync()


def sync():
    """Make an executor that makes each call before `submit` returns."""
    return Executors.sync()


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
    fault = shut_down_within_submit()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: shutdown came back in a call")


if __name__ == "__main__":
    main()
