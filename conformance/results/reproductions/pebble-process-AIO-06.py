"""Show whether pebble.ProcessPool breaks AIO-06.

AIO-06: To cancel or to time out the wait for a running call MUST NOT disturb the call, nor its late
outcome be lost to other holders of the executor's future, be logged or reach the loop's exception
handler.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro AIO-06
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


def cancel_what_awaits_a_running_call():
    """Cancel the awaitable of a call that runs."""

    async def cancel(future):
        wrap_future(future).cancel()
        await asyncio.sleep(0)

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        future = executor.submit(hold, folder)
        started = os.path.join(folder, "call started")
        assert wait_until(lambda: os.path.exists(started)), "no worker began the call"
        wait_until(lambda: future.running(), 1)
        asyncio.run(cancel(future))
        done = future.done()
        touch(os.path.join(folder, "go"))
    if done:
        return "the awaitable of a running call was cancelled, and its future with it"
    return None


def make_executor():
    """Make the executor that this is about."""
    executor = ProcessPool(max_workers=WORKERS)
    executor.submit = partial(schedule, executor)
    return executor


def schedule(pool, function, /, *args, **keywords):
    """Hand a call to the pool without a time limit, and return its future."""
    return pool.schedule(function, args=args, kwargs=keywords)


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
    fault = cancel_what_awaits_a_running_call()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the running call was left alone")


if __name__ == "__main__":
    main()
