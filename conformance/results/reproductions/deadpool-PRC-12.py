"""Show whether deadpool.Deadpool breaks PRC-12.

PRC-12: A call whose callable or argument is an executor, a method of one, or a future MUST fail, or
be refused by submit.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro PRC-12 deadpool`.
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


def send_an_executor():
    """Submit a call with the executor as its argument, and one with a future."""
    executor = make_executor()
    for argument in (executor, executor.submit(int)):
        try:
            with limit(f"a call with {argument!r} as its argument"):
                error = executor.submit(give, argument).exception()
        except Exception as raised:
            error = raised
        if error is None:
            return f"a call with {argument!r} as its argument succeeded"
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
    fault = send_an_executor()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the call failed")


if __name__ == "__main__":
    main()
