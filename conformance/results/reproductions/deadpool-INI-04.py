"""Show whether deadpool.Deadpool breaks INI-04.

INI-04: An initializer that is neither None nor callable MUST raise TypeError when the executor is
made.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro INI-04 deadpool`.
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


def make_a_pool_with_a_number_for_an_initializer():
    """Make a pool whose initializer cannot be called."""
    try:
        executor = make_executor(initializer=5)
    except TypeError:
        return None
    return f"initializer=5 was taken: {executor!r}"


def make_executor(max_workers=WORKERS, **keywords):
    """Make the executor that this is about."""
    return Deadpool(max_workers=max_workers, **keywords)


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
    fault = make_a_pool_with_a_number_for_an_initializer()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the constructor raised TypeError")


if __name__ == "__main__":
    main()
