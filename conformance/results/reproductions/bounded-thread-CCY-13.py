"""Show whether bounded_pool_executor.BoundedThreadPoolExecutor breaks CCY-13.

CCY-13: When threads call submit and shutdown(wait=False) at the same time, their calls MUST come
out as if they had been made one after another, so that there is one moment up to which every call
is accepted and from which every one is refused.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro CCY-13
bounded-thread`.
"""

import contextlib
import faulthandler
import os
import textwrap
import threading
import time

from bounded_pool_executor import BoundedThreadPoolExecutor

WORKERS = 8
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def submit_and_shut_down_without_wait():
    """Do the same with shutdown(wait=False), and submit on when calls are refused."""
    due = time.monotonic() + 3 * LIMIT
    for i in range(100):
        if time.monotonic() > due:
            break
        executor = make_executor()
        threads = submitting(executor, [], 30)
        with limit(f"in round {i + 1}, shutdown(wait=False) and submit in other threads"):
            executor.shutdown(wait=False)
            for thread in threads:
                thread.join()


def make_executor():
    """Make the executor that this is about."""
    return threads()


def threads():
    """Make a pool of threads."""
    return BoundedThreadPoolExecutor(max_workers=WORKERS)


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


def submitting(executor, futures, refusals):
    """Start two threads that submit calls until so many were refused, and return them."""

    def submit():
        left = refusals
        while left:
            try:
                futures.append(executor.submit(abs, -1))
            except RuntimeError:
                left -= 1

    threads = [threading.Thread(target=submit, daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    return threads


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
    fault = submit_and_shut_down_without_wait()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: every submit returned or raised RuntimeError")


if __name__ == "__main__":
    main()
