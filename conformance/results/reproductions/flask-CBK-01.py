"""Show whether flask_executor.Executor breaks CBK-01.

CBK-01: A done-callback MUST be called with one argument, the very future that it was added to.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro CBK-01 flask`.
"""

import contextlib
import faulthandler
import glob
import os
import signal
import tempfile
import textwrap
import threading
import time

from flask import Flask
from flask_executor import Executor

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


APP = Flask("judged")


def look_at_what_a_callback_gets():
    """Compare what a callback gets with the future that it was added to."""
    future, got = call_back()
    if not got:
        return f"{LIMIT} s after the call had ended, its callback was not called"
    if got[0] is future:
        return None
    return f"the callback of {future!r} got another object, {got[0]!r}"


def make_executor():
    """Make the executor that this is about."""
    return threads(max_workers=WORKERS)


def threads(max_workers=None):
    """Make a pool of threads for an application that has no other."""
    APP.config["EXECUTOR_MAX_WORKERS"] = max_workers
    return Executor(APP)


def call_back():
    """Add a callback to the future of a call that runs; return this, and what the callback got."""
    got = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        future = keep_busy(executor, folder)[0]
        future.add_done_callback(got.append)
        touch(os.path.join(folder, "go"))
        future.result(timeout=LIMIT)
        wait_until(lambda: got)
    return future, got


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
        fault = look_at_what_a_callback_gets()
        if fault:
            end(f"VIOLATED: {fault}")
        end("OK: the callback got the very future that it was added to")
    kill_all_below()
    os._exit(0)


if __name__ == "__main__":
    main()
