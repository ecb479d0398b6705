"""Show whether pebble.ProcessPool breaks SHD-06.

SHD-06: After shutdown(wait=False), the threads or processes in which the executor runs its calls
MUST end by themselves once the last call has ended.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro SHD-06
pebble-process`.
"""

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import textwrap
import threading
import time
from functools import partial

from pebble import ProcessPool

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def leave_processes():
    """Shut down without waiting, and look for the process of a worker."""
    executor = make_executor()
    worker = executor.submit(os.getpid).result(timeout=3 * LIMIT)
    executor.shutdown(wait=False)
    if wait_until(lambda: has_ended(worker)):
        return None
    return f"{LIMIT} s after shutdown(wait=False), the worker with the id {worker} has not ended"


def make_executor():
    """Make the executor that this is about."""
    executor = ProcessPool(max_workers=WORKERS)
    executor.shutdown = partial(close_and_join, executor)
    executor.submit = partial(schedule, executor)
    return executor


def schedule(pool, function, /, *args, **keywords):
    """Hand a call to the pool without a time limit, and return its future."""
    return pool.schedule(function, args=args, kwargs=keywords)


def close_and_join(pool, wait=True):
    """Have the pool take no more calls and make those that it has; wait for them if `wait`.

    There is no `cancel_futures`: `stop` loses the calls that wait, and cancels none.
    """
    pool.close()
    if wait:
        pool.join()


def has_ended(process):
    """Say whether a process has ended, be it that nobody has asked for its status yet."""
    try:
        with open(f"/proc/{process}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def wait_until(condition, seconds=LIMIT):
    """Wait until a condition holds, and say whether it did in time."""
    late = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > late:
            return False
        time.sleep(0.01)
    return True


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
    fault = leave_processes()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the workers have ended by themselves")


if __name__ == "__main__":
    main()
