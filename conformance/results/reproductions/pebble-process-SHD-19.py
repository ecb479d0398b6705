"""Show whether pebble.ProcessPool breaks SHD-19.

SHD-19: An executor MUST have a method shutdown that can be called without arguments and with wait.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro SHD-19
pebble-process`.
"""

import contextlib
import faulthandler
import inspect
import multiprocessing
import os
import signal
import textwrap
import threading

from pebble import ProcessPool

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def look_for_shutdown():
    """Look for the method, and call it."""
    shutdown = getattr(make_executor(), "shutdown", None)
    if not callable(shutdown):
        return "there is no method shutdown"
    try:
        inspect.signature(shutdown).bind(wait=True)
    except TypeError as error:
        return f"shutdown(wait=True): {error}"
    return None


def make_executor():
    """Make the executor that this is about."""
    return ProcessPool(max_workers=WORKERS)


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
    fault = look_for_shutdown()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: there is such a method")


if __name__ == "__main__":
    main()
