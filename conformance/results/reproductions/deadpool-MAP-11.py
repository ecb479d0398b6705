"""Show whether deadpool.Deadpool breaks MAP-11.

MAP-11: Where calls cross to another process, map itself MUST raise ValueError for a chunksize below
1.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro MAP-11 deadpool`.
"""

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import textwrap
import threading

from deadpool import Deadpool

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def map_in_chunks_of_nothing():
    """Map with a chunksize below 1."""
    executor = make_executor()
    for number in (0, -1):
        try:
            with limit(f"map(..., chunksize={number})"):
                executor.map(abs, [-1], chunksize=number)
        except ValueError:
            continue
        return f"map(..., chunksize={number}) raised nothing"
    return None


def make_executor():
    """Make the executor that this is about."""
    return Deadpool(max_workers=WORKERS)


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
    fault = map_in_chunks_of_nothing()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: map raised ValueError")


if __name__ == "__main__":
    main()
