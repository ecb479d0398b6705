"""Show whether deadpool.Deadpool breaks RES-11.

RES-11: An exception that the callable returns, and does not raise, MUST be given as its value.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro RES-11 deadpool`.
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


def return_exceptions():
    """Have calls return exceptions in place of raising them."""
    executor = make_executor()
    for error in (ValueError("returned"), StopIteration("returned")):
        with limit(f"a call that returns {error!r}"):
            try:
                value = executor.submit(give, error).result()
            except Exception as raised:
                return f"the call returned {error!r}, and result() raised it: {raised!r}"
        if repr(value) != repr(error):
            return f"the call returned {error!r}, and result() {value!r}"
    return None


def make_executor():
    """Make the executor that this is about."""
    return Deadpool(max_workers=WORKERS)


def give(value):
    """Return the argument."""
    return value


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
    fault = return_exceptions()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: exceptions that calls return were their values")


if __name__ == "__main__":
    main()
