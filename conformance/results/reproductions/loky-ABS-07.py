"""Show whether loky.ProcessPoolExecutor breaks ABS-07.

ABS-07: A map that takes its inputs all at once MUST raise TypeError when it is given the keyword
buffersize, at the latest when its first result is asked for.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro ABS-07 loky`.
"""

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import textwrap
import threading

from loky import ProcessPoolExecutor

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def map_with_a_buffer():
    """Give `map` the keyword `buffersize`, which it does not have."""
    try:
        with limit("map(..., buffersize=1)"):
            results = list(make_executor().map(abs, [-1, -2], buffersize=1))
    except TypeError:
        return None
    return f"map took buffersize=1, and ignored it: {results}"


def make_executor():
    """Make the executor that this is about."""
    return ProcessPoolExecutor(max_workers=WORKERS)


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
    fault = map_with_a_buffer()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: map raised TypeError")


if __name__ == "__main__":
    main()
