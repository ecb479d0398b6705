"""Show whether deadpool.Deadpool breaks POO-15.

POO-15: max_tasks_per_child together with a context that forks MUST raise ValueError when the
executor is made.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro POO-15 deadpool`.
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


def replace_forked_workers():
    """Make a pool that forks its workers and replaces them."""
    try:
        executor = make_executor(
            max_tasks_per_child=1, mp_context=multiprocessing.get_context("fork")
        )
    except ValueError:
        return None
    return f"max_tasks_per_child and a context that forks were taken together: {executor!r}"


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
    fault = replace_forked_workers()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the constructor raised ValueError")


if __name__ == "__main__":
    main()
