"""Show whether deadpool.Deadpool breaks POO-11.

POO-11: A max_tasks_per_child that is no integer MUST raise TypeError, and one below 1 ValueError,
when the executor is made.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro POO-11 deadpool`.
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


def make_pools_of_strange_patience():
    """Make pools whose workers make no number of calls."""
    for number, refusal in (("two", TypeError), (0, ValueError)):
        try:
            executor = make_executor(max_tasks_per_child=number)
        except refusal:
            continue
        except Exception as error:
            return f"max_tasks_per_child={number!r} raised {error!r}"
        return f"max_tasks_per_child={number!r} was taken: {executor!r}"
    return None


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
    fault = make_pools_of_strange_patience()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: max_tasks_per_child was refused")


if __name__ == "__main__":
    main()
