"""Show whether more_executors.sync breaks SUB-10.

SUB-10: Where calls run in the process that submits them, a call MUST be able to submit further ones
to its own executor.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro SUB-10 more-inline`.
"""

import contextlib
import faulthandler
import os
import textwrap
import threading

from more_executors import Executors

LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def submit_in_a_call():
    """Submit a call that submits another."""
    executor = make_executor()
    with limit("a call that submits another to its own executor"):
        inner = executor.submit(lambda: executor.submit(abs, -1)).result()
        return None if inner.result() == 1 else f"the inner call led to {inner.result()!r}"


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
    fault = submit_in_a_call()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: a call could submit another")


if __name__ == "__main__":
    main()
