"""Show whether executorlib.SingleNodeExecutor (block allocation) breaks ERR-10.

ERR-10: A callable or an argument that cannot be serialised MUST lead to an error, of submit or of
the future of that call, and to nothing else.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro ERR-10
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


class NotPickled:
    """What cannot be pickled."""

    def __reduce__(self):
        raise TypeError("this cannot be pickled, on purpose")


def send_what_cannot_be_pickled():
    """Submit arguments that cannot be pickled."""
    for argument, what in (
        (NotPickled(), "one whose argument cannot be pickled"),
        (nested(20_000), "one whose argument is nested too deep to be pickled"),
    ):
        executor = make_executor()
        try:
            with limit(what):
                error = executor.submit(id, argument).exception()
        except Exception as raised:
            error = raised
        if error is None and isinstance(argument, NotPickled):
            return f"{what} led to no error"
        if fault := look_at_the_next_call(executor, what):
            return fault
    return None


def make_executor():
    """Make the executor that this is about."""
    return lasting(max_workers=WORKERS)


def lasting(max_workers=2):
    """Make an executor whose workers take one call after another."""
    return SingleNodeExecutor(
        max_workers=max_workers, block_allocation=True, hostname_localhost=True
    )


def look_at_the_next_call(executor, what):
    """Submit a call after one that could not be sent, and return what is wrong."""
    try:
        with limit(f"the call after {what}"):
            value = executor.submit(abs, -1).result()
    except Exception as error:
        return f"the call after {what} led to {error!r}"
    return None if value == 1 else f"the call after {what} led to {value!r}"


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


def nested(depth):
    """Return lists within lists, which few serialisers take."""
    outer = []
    for _ in range(depth):
        outer = [outer]
    return outer


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
    fault = send_what_cannot_be_pickled()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: only the calls failed that could not be sent")


if __name__ == "__main__":
    main()
