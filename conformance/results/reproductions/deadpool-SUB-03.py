"""Show whether deadpool.Deadpool breaks SUB-03.

SUB-03: For submit(fn, *args, **kwargs) the executor MUST call fn with exactly these positional and
keyword arguments, in their order and with nothing added.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro SUB-03 deadpool`.
"""

import contextlib
import faulthandler
import inspect
import multiprocessing
import os
import signal
import textwrap
import threading

from deadpool import Deadpool

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def submit_with_keywords():
    """Submit a call with many keyword arguments, among them all that `submit` names."""
    executor = make_executor()
    parameters = inspect.signature(executor.submit).parameters.values()
    names = [each.name for each in parameters if each.kind is each.KEYWORD_ONLY]
    names += ["args", "block", "callback", "key", "priority", "retries", "timeout", "workers"]
    for name in names:
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
    return Deadpool(max_workers=WORKERS)


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
    fault = submit_with_keywords()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: all keyword arguments reached the call")


if __name__ == "__main__":
    main()
