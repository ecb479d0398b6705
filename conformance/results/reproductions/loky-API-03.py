"""Show whether loky.ProcessPoolExecutor breaks API-03.

API-03: submit, map and shutdown MUST accept at least submit(fn, /, *args, **kwargs), map(fn,
*iterables, timeout=None, chunksize=1) and shutdown(wait=True) with these kinds of parameters and
defaults, and further parameters only by keyword and with a default.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro API-03 loky`.
"""

import contextlib
import faulthandler
import inspect
import multiprocessing
import os
import signal
import textwrap
import threading

from loky import ProcessPoolExecutor

DEFAULTS = {"timeout": None, "chunksize": 1, "wait": True, "cancel_futures": False}
WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def look_at_signatures():
    """Compare the parameters of the methods with those that `Executor` documents."""
    executor = make_executor()
    methods = {"submit": executor.submit, "map": executor.map, "shutdown": executor.shutdown}
    for name, method in methods.items():
        told = f"{name}{inspect.signature(method)}"
        for parameter in list(inspect.signature(method).parameters.values())[1:]:
            if parameter.kind is parameter.POSITIONAL_OR_KEYWORD:
                return f"{told}: takes {parameter.name} by position too"
            if parameter.name in DEFAULTS and parameter.default not in (
                parameter.empty,
                DEFAULTS[parameter.name],
            ):
                return f"{told}: the default of {parameter.name} is not {DEFAULTS[parameter.name]}"
    try:
        with limit("map(..., timeout=None, chunksize=1)"):
            list(executor.map(abs, [-1], timeout=None, chunksize=1))
    except TypeError as error:
        return f"map(..., timeout=None, chunksize=1): {error}"
    return None


def make_executor():
    """Make the executor that this is about."""
    return ProcessPoolExecutor(max_workers=WORKERS)


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
    fault = look_at_signatures()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the methods have the parameters of Executor")


if __name__ == "__main__":
    main()
