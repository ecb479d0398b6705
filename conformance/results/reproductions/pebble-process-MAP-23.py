"""Show whether pebble.ProcessPool breaks MAP-23.

MAP-23: An executor MUST have a method map that takes a callable and an iterable and returns an
iterator over the results of the calls.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro MAP-23
pebble-process`.
"""

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import textwrap
import threading

from pebble import ProcessPool

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def look_for_map():
    """Look for the method, and call it."""
    method = getattr(make_executor(), "map", None)
    if not callable(method):
        return "there is no method map"
    results = method(abs, [-1, -2])
    if not hasattr(results, "__next__"):
        return f"map returned {results!r}, which is no iterator"
    if iter(results) is not results:
        return f"map returned {results!r}, which is no iterator: iter() of it is {iter(results)!r}"
    with limit("the results of map"):
        values = list(results)
    return None if values == [1, 2] else f"map(abs, [-1, -2]) led to {values}"


def make_executor():
    """Make the executor that this is about."""
    return ProcessPool(max_workers=WORKERS)


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
    """Say what came of it, and end the program and its processes, whatever still runs."""
    print(textwrap.shorten(text, 300), flush=True)
    for process in multiprocessing.active_children():
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    os._exit(status)


def main():
    """Say in words what was seen; give up, without a verdict, after a while."""
    timer = threading.Timer(6 * LIMIT, give_up)
    timer.daemon = True
    timer.start()
    fault = look_for_map()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: map took a callable and items, and returned an iterator")


if __name__ == "__main__":
    main()
