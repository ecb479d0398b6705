"""Show whether more_executors.retry breaks CTX-02.

CTX-02: The end of a with block MUST wait until every accepted call has ended.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro CTX-02 more-retry`.
"""

import contextlib
import faulthandler
import os
import textwrap
import threading

from more_executors import Executors

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


class TransientError(Exception):
    """What a call is retried for. No call of a test raises it."""


def leave_a_block():
    """Leave a `with` block in which a hundred calls were submitted."""
    for _ in range(10):
        with limit("the end of the with block"), make_executor() as executor:
            futures = [executor.submit(abs, -1) for _ in range(100)]
        left = sum(not future.done() for future in futures)
        if left:
            return f"the with block has ended, and {left} of 100 calls are pending"
    return None


def make_executor():
    """Make the executor that this is about."""
    return retry(max_workers=WORKERS)


def retry(max_workers=None):
    """Make an executor that repeats calls which failed with a `TransientError`."""
    return thread_pool(max_workers).with_retry(exception_base=TransientError)


def thread_pool(max_workers=None, **keywords):
    """Make the pool that the others stand around; it takes what that of the library takes."""
    return Executors.thread_pool(max_workers=max_workers, **keywords)


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
    fault = leave_a_block()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: all calls had ended at the end of the block")


if __name__ == "__main__":
    main()
