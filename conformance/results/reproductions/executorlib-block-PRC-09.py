"""Show whether executorlib.SingleNodeExecutor (block allocation) breaks PRC-09.

PRC-09: The printed traceback of an exception SHOULD name the function in the worker that raised it.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro PRC-09
executorlib-block`.
"""

import contextlib
import faulthandler
import glob
import os
import signal
import textwrap
import threading
import traceback

from executorlib import SingleNodeExecutor

WORKERS = 1
LIMIT = 15
"""Seconds after which what has not come is taken for what will not."""


def look_at_a_traceback():
    """Have a call raise, and look for its function in what is printed of the exception."""
    with limit("a call that raises"):
        error = make_executor().submit(raise_error, ValueError("on purpose")).exception()
    text = "".join(traceback.format_exception(error))
    if raise_error.__name__ in text:
        return None
    return f"{raise_error.__name__}() raised in a worker, and the traceback is just {text!r}"


def make_executor():
    """Make the executor that this is about."""
    return lasting(max_workers=WORKERS)


def lasting(max_workers=2):
    """Make an executor whose workers take one call after another."""
    return SingleNodeExecutor(
        max_workers=max_workers, block_allocation=True, hostname_localhost=True
    )


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


def kill_all_below():
    """End all processes below this one, in whatever way they started, where `/proc` tells."""
    parents = {}
    for path in glob.glob("/proc/[0-9]*/stat"):
        with contextlib.suppress(OSError), open(path) as file:
            head, _, rest = file.read().rpartition(")")
            parents[int(head.split()[0])] = int(rest.split()[1])
    below, new = [], [os.getpid()]
    while new:
        new = [pid for pid, parent in parents.items() if parent in new]
        below += new
    # Some would end this process, too, if they saw another one end.
    for signum in (signal.SIGSTOP, signal.SIGKILL):
        for pid in below:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signum)


def end(text, status=0):
    """Say what came of it, and end the program and all that it has started."""
    print(textwrap.shorten(text, 300), flush=True)
    kill_all_below()
    os._exit(status)


def main():
    """Say in words what was seen; give up, without a verdict, after a while."""
    timer = threading.Timer(6 * LIMIT, give_up)
    timer.daemon = True
    timer.start()
    fault = look_at_a_traceback()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the traceback named the function that raised")


if __name__ == "__main__":
    main()
