"""Show whether pebble.ProcessPool breaks SHD-13.

SHD-13: When a call or a done-callback calls shutdown(wait=True) of its own executor, shutdown MUST
come back, by returning or raising, and the executor is closed.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro SHD-13
pebble-process`.
"""

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import tempfile
import textwrap
import threading
import time
from functools import partial

from pebble import ProcessPool

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def shut_down_in_a_callback():
    """Have a callback shut the executor down."""
    executor = make_executor()
    came_back = threading.Event()

    def shut_down(_):
        try:
            executor.shutdown(wait=True)
        finally:
            came_back.set()

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        future = executor.submit(hold, folder)
        future.add_done_callback(shut_down)
        touch(os.path.join(folder, "go"))
        with limit("a callback that calls shutdown(wait=True) of its executor"):
            came_back.wait()


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
    fault = shut_down_in_a_callback()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: shutdown came back in a callback")


if __name__ == "__main__":
    main()
