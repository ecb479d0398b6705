"""Show whether pebble.ProcessPool breaks INI-06.

INI-06: When an initializer has raised, submit MUST raise a BrokenExecutor.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro INI-06
pebble-process`.
"""

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import textwrap
import threading
from concurrent.futures import BrokenExecutor
from functools import partial

from pebble import ProcessPool

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def submit_when_the_initializer_has_raised():
    """Submit a call when the initializer has raised."""
    executor = make_executor(initializer=fail)
    try:
        with limit("a call of a pool whose initializer has raised"):
            executor.submit(int).exception()
            executor.submit(int)
    except BrokenExecutor:
        return None
    except Exception as error:
        return f"submit raised {error!r}, which is no BrokenExecutor"
    return "the initializer has raised, and submit took another call"


def make_executor(max_workers=WORKERS, **keywords):
    """Make the executor that this is about."""
    executor = ProcessPool(max_workers=max_workers, **keywords)
    executor.submit = partial(schedule, executor)
    return executor


def schedule(pool, function, /, *args, **keywords):
    """Hand a call to the pool without a time limit, and return its future."""
    return pool.schedule(function, args=args, kwargs=keywords)


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
    fault = submit_when_the_initializer_has_raised()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: submit raised BrokenExecutor")


if __name__ == "__main__":
    main()
