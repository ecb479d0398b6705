"""Show whether pebble.ProcessPool breaks AIO-05.

AIO-05: When the awaitable of a call that has not started is cancelled, the executor's future MUST
be cancelled no later than in the next iteration of the loop, and the call never run.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro AIO-05
pebble-process`.
"""

import asyncio
import contextlib
import faulthandler
import multiprocessing
import os
import signal
import tempfile
import textwrap
import threading
import time
from asyncio import wrap_future
from functools import partial

from pebble import ProcessPool

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def cancel_what_awaits():
    """Cancel the awaitable of a call that waits."""

    async def cancel(future):
        wrap_future(future).cancel()
        await asyncio.sleep(0)
        return future.cancelled()

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        # More than the executor may have handed to its workers ahead of time.
        for _ in range(20):
            executor.submit(int)
        path = os.path.join(folder, "made")
        cancelled = asyncio.run(cancel(executor.submit(touch, path)))
        touch(os.path.join(folder, "go"))
        with limit("shutdown(wait=True)"):
            executor.shutdown(wait=True)
        made = os.path.exists(path)
    if not cancelled:
        return "the awaitable of a call that waits was cancelled, and its future was not"
    return "a call was cancelled before it started, and made all the same" if made else None


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


def keep_busy(executor, folder):
    """Give each worker a call that runs until there is a file `go`; return the futures."""
    futures = [executor.submit(hold, folder, f"call {i}") for i in range(WORKERS)]
    for i in range(WORKERS):
        path = os.path.join(folder, f"call {i} started")
        assert wait_until(lambda path=path: os.path.exists(path)), "no worker began a call"
    return futures


def hold(folder, name="call"):
    """Be a call that tells of its start and waits for a sign to end."""
    touch(os.path.join(folder, f"{name} started"))
    go = os.path.join(folder, "go")
    # Where the folder has gone, nobody waits any more.
    wait_until(lambda: os.path.exists(go) or not os.path.exists(folder), 3 * LIMIT)
    return name


def wait_until(condition, seconds=LIMIT):
    """Wait until a condition holds, and say whether it did in time."""
    late = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > late:
            return False
        time.sleep(0.01)
    return True


def touch(path):
    """Make an empty file: a sign that other processes see."""
    with open(path, "w"):
        pass


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
    fault = cancel_what_awaits()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the call was not made")


if __name__ == "__main__":
    main()
