"""Show whether deadpool.Deadpool breaks INI-05.

INI-05: When an initializer raises, the calls that wait MUST fail with a BrokenExecutor.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro INI-05 deadpool`.
"""

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import textwrap
import threading
from concurrent.futures import BrokenExecutor

from deadpool import Deadpool

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def have_an_initializer_raise():
    """Submit a call to a pool whose initializer raises."""
    executor = make_executor(initializer=fail)
    try:
        with limit("a call of a pool whose initializer has raised"):
            error = executor.submit(int).exception()
    except BrokenExecutor:
        return None
    except Exception as raised:
        error = raised
    return (
        None
        if isinstance(error, BrokenExecutor)
        else f"the initializer raised, the call: {error!r}"
    )


def make_executor(max_workers=WORKERS, **keywords):
    """Make the executor that this is about."""
    return Deadpool(max_workers=max_workers, **keywords)


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


def fail():
    """Be an initializer that raises."""
    raise ValueError("on purpose")


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
    fault = have_an_initializer_raise()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the call failed with a BrokenExecutor")


if __name__ == "__main__":
    main()
