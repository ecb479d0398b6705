"""Show whether pebble.ProcessPool breaks SUB-14.

SUB-14: An executor MUST have a method submit that takes a callable and returns a future, an object
with a method result.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro SUB-14
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


def look_for_submit():
    """Look for the method, and call it."""
    submit = getattr(make_executor(), "submit", None)
    if not callable(submit):
        return "there is no method submit"
    try:
        with limit("submit(abs, -1)"):
            future = submit(abs, -1)
            value = future.result()
    except Exception as error:
        return f"submit(abs, -1) led to {error!r}"
    return None if value == 1 else f"submit(abs, -1) led to {value!r}"


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
    fault = look_for_submit()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: submit took a callable, and returned a future")


if __name__ == "__main__":
    main()
