"""Show whether executorlib.SingleNodeExecutor (block allocation) breaks SUB-04.

SUB-04: submit MUST take the callable by position only, and pass on keyword arguments named fn or
self like all others.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro SUB-04
executorlib-block`.
"""

import contextlib
import faulthandler
import glob
import os
import signal
import textwrap
import threading

from executorlib import SingleNodeExecutor

WORKERS = 1
LIMIT = 15
"""Seconds after which what has not come is taken for what will not."""


def submit_keywords_like_parameters():
    """Submit calls with keyword arguments that have the names of parameters of `submit`."""
    executor = make_executor()
    for name in ("fn", "self"):
        try:
            with limit(f"a call with the keyword argument {name}"):
                got = executor.submit(give_back, **{name: 1}).result()
        except Exception as error:
            return f"a call with the keyword argument {name} led to {error!r}"
        if got != ((), {name: 1}):
            return f"the keyword argument {name} did not reach the call, which got {got}"
    return None


def make_executor():
    """Make the executor that this is about."""
    return lasting(max_workers=WORKERS)


def lasting(max_workers=2):
    """Make an executor whose workers take one call after another."""
    return SingleNodeExecutor(
        max_workers=max_workers, block_allocation=True, hostname_localhost=True
    )


def give_back(*args, **kwargs):
    """Return the arguments."""
    return args, kwargs


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
    fault = submit_keywords_like_parameters()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: keyword arguments named fn and self reached the call")


if __name__ == "__main__":
    main()
