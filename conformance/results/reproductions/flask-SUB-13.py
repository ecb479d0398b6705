"""Show whether flask_executor.Executor breaks SUB-13.

SUB-13: The executor MUST NOT iterate over or await what a call has returned: a generator or
coroutine is delivered as it is or, where it cannot be brought back from a worker, leads to an
error.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro SUB-13 flask`.
"""

import contextlib
import faulthandler
import glob
import inspect
import os
import signal
import textwrap
import threading

from flask import Flask
from flask_executor import Executor

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


async def do_nothing():
    """Be a coroutine."""


APP = Flask("judged")


def return_a_coroutine():
    """Submit calls that return a generator and a coroutine."""
    executor = make_executor()
    for function in (generate, do_nothing):
        with limit(f"a call of {function.__name__}"):
            error = executor.submit(function).exception()
            if error is not None:
                return f"a call that returns what {function.__name__} does led to {error!r}"
            value = executor.submit(function).result()
        if not (inspect.isgenerator(value) or inspect.iscoroutine(value)):
            return f"a call of {function.__name__} led to {value!r}"
        value.close()
    return None


def make_executor():
    """Make the executor that this is about."""
    return threads(max_workers=WORKERS)


def threads(max_workers=None):
    """Make a pool of threads for an application that has no other."""
    APP.config["EXECUTOR_MAX_WORKERS"] = max_workers
    return Executor(APP)


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


def generate():
    """Be a generator."""
    yield 1


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
        fault = return_a_coroutine()
        if fault:
            end(f"VIOLATED: {fault}")
        end("OK: generators and coroutines were delivered as they are")
    kill_all_below()
    os._exit(0)


if __name__ == "__main__":
    main()
