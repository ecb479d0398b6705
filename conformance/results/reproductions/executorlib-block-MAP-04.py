"""Show whether executorlib.SingleNodeExecutor (block allocation) breaks MAP-04.

MAP-04: Without chunksize, the iterator MUST raise the exception of a call in the place of its
result, after it has yielded the results of all earlier inputs.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro MAP-04
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


def map_over_calls_that_raise():
    """Map over calls of which the third raises, and do so again."""
    executor = make_executor()
    for count in range(20):
        got, error = [], None
        with limit(f"map over calls of which the third raises, {count} times having been right"):
            try:
                for value in executor.map(invert, [1, 2, 0, *range(1, 500)]):
                    # Not all at once: what came before the error is to be kept.
                    got.append(value)  # noqa: PERF402
            except ZeroDivisionError as raised:
                error = raised
        if got != [1, 0.5] or error is None:
            return f"of inverting 1, 2 and 0, map gave {got} and raised {error!r}"
    return None


def make_executor():
    """Make the executor that this is about."""
    return lasting(max_workers=WORKERS)


def lasting(max_workers=2):
    """Make an executor whose workers take one call after another."""
    return SingleNodeExecutor(
        max_workers=max_workers, block_allocation=True, hostname_localhost=True
    )


def invert(number):
    """Return one divided by a number."""
    return 1 / number


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
    fault = map_over_calls_that_raise()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the exception came in the place of its result, each time")


if __name__ == "__main__":
    main()
