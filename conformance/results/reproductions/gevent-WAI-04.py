"""Show whether gevent.threadpool.ThreadPoolExecutor breaks WAI-04.

WAI-04: With FIRST_EXCEPTION, wait MUST return when the call of one of the futures has raised,
without waiting for the others.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro WAI-04 gevent`.
"""

import concurrent.futures
import contextlib
import faulthandler
import os
import textwrap
import threading
from concurrent.futures import FIRST_EXCEPTION
from typing import Any, NamedTuple

import gevent
from gevent.threadpool import ThreadPoolExecutor

WORKERS = 8
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


class Waited(NamedTuple):
    """The futures that are done, and those that are not."""

    done: set[Any]
    not_done: set[Any]


def wait_for_an_exception():
    """Wait for the first call that raises."""
    executor = make_executor()
    with limit("wait with FIRST_EXCEPTION"):
        futures = [executor.submit(raise_error, ValueError("on purpose")) for _ in range(2)]
        try:
            done = wait(futures, return_when=FIRST_EXCEPTION).done
        except Exception as error:
            return f"wait with FIRST_EXCEPTION raised {error!r}"
    if not done:
        return "wait with FIRST_EXCEPTION returned before a call had raised"
    return None


def make_executor():
    """Make the executor that this is about."""
    return executor()


def executor():
    """Make a pool of as many threads as the adapter tells."""
    return ThreadPoolExecutor(max_workers=WORKERS)


def wait(futures, timeout=None, return_when=concurrent.futures.ALL_COMPLETED):
    """Wait with `gevent.wait` for the first of the futures, or for all.

    Raises `ValueError` for ``FIRST_EXCEPTION``, which gevent does not have.
    """
    if return_when not in (concurrent.futures.ALL_COMPLETED, concurrent.futures.FIRST_COMPLETED):
        raise ValueError(f"gevent cannot wait until {return_when!r}")
    given = set(futures)
    count = 1 if return_when == concurrent.futures.FIRST_COMPLETED else None
    # Some may have been done from the start, or have become so beside the first.
    gevent.wait(list(given), timeout, count)
    done = {future for future in given if future.done()}
    return Waited(done, given - done)


def raise_error(error):
    """Raise an exception."""
    raise error


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
    fault = wait_for_an_exception()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: wait returned when a call had raised")


if __name__ == "__main__":
    main()
