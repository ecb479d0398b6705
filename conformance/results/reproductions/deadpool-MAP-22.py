"""Show whether deadpool.Deadpool breaks MAP-22.

MAP-22: Where calls cross to another process, map with chunksize=n SHOULD submit n calls at a time
as one.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro MAP-22 deadpool`.
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


def count_calls_for_chunks():
    """Count the calls of `submit` that `map` makes for ten inputs in chunks of five."""
    executor = make_executor()
    submit, calls = executor.submit, []

    def count(*args, **kwargs):
        calls.append(args)
        return submit(*args, **kwargs)

    executor.submit = count
    with limit("map(..., chunksize=5)"):
        list(executor.map(abs, range(10), chunksize=5))
    if len(calls) <= 2:
        return None
    return f"map over 10 inputs with chunksize=5 submitted {len(calls)} calls"


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
    fault = count_calls_for_chunks()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: map submitted a call for each chunk")


if __name__ == "__main__":
    main()
