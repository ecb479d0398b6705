"""Show whether flask_executor.Executor breaks LIF-03.

LIF-03: A result whose future has been dropped MUST NOT be kept by the executor.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro LIF-03 flask`.
"""

import contextlib
import faulthandler
import gc
import glob
import os
import signal
import textwrap
import threading
import time
import weakref

from flask import Flask
from flask_executor import Executor

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


class Thing:
    """An object of which one can tell whether it is still there."""


APP = Flask("judged")


def look_for_a_result():
    """Look whether a result goes away whose future has been dropped."""
    executor = make_executor()
    with limit("a call"):
        reference = weakref.ref(executor.submit(make_thing).result())
    if wait_until(lambda: is_gone(reference)):
        return None
    return f"{LIMIT} s after the future was dropped, the result of its call is still kept"


def make_executor():
    """Make the executor that this is about."""
    return threads(max_workers=WORKERS)


def threads(max_workers=None):
    """Make a pool of threads for an application that has no other."""
    APP.config["EXECUTOR_MAX_WORKERS"] = max_workers
    return Executor(APP)


def make_thing(_=None):
    """Return a new object."""
    return Thing()


def is_gone(reference):
    """Say whether an object has gone, after looking for circles."""
    gc.collect()
    return reference() is None


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


def kill_all_below():
    """End all processes below this one, in whatever way they started, where `/proc` tells."""
    parents = {}
    for path in glob.glob("/proc/[0-9]*/stat"):
        with contextlib.suppress(OSError), open(path) as file:
            head, _, rest = file.read().rpartition(")")
            parents[int(head.split()[0])] = int(rest.split()[1])
    below, new = [], [os.getpid()]
    while new:
        new = [pid for pid, parent in parents.items() if parent in new]
        below += new
    # Some would end this process, too, if they saw another one end.
    for signum in (signal.SIGSTOP, signal.SIGKILL):
        for pid in below:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signum)


def end(text, status=0):
    """Say what came of it, and leave what surrounds the program, if that does not take too long."""

    def stop():
        kill_all_below()
        os._exit(status)

    print(textwrap.shorten(text, 300), flush=True)
    if status:
        stop()
    last = threading.Timer(LIMIT, stop)
    last.daemon = True
    last.start()
    if threading.current_thread() is threading.main_thread():
        raise KeyboardInterrupt
    signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)


def main():
    """Say in words what was seen; give up, without a verdict, after a while."""
    timer = threading.Timer(6 * LIMIT, give_up)
    timer.daemon = True
    timer.start()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt), APP.test_request_context():
        fault = look_for_a_result()
        if fault:
            end(f"VIOLATED: {fault}")
        end("OK: the result was not kept")
    kill_all_below()
    os._exit(0)


if __name__ == "__main__":
    main()
