"""Show whether deadpool.Deadpool breaks FRK-02.

FRK-02: A forked child that does not touch an inherited executor MUST be able to end with a status
of its own while the parent's calls run, and this MUST NOT end, hold up or disturb them.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro FRK-02 deadpool`.
"""

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import sys
import textwrap
import threading
import time

from deadpool import Deadpool

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def end_a_child_in_order():
    """Fork while a call runs; look at it, and use the executor, after the child has ended."""
    executor = make_executor()
    executor.submit(int).result(timeout=LIMIT)
    running = executor.submit(time.sleep, 2)
    # It is to have begun, and no file can tell: the child would remove its folder.
    time.sleep(0.5)
    child = os.fork()
    if child == 0:
        sys.exit(7)
    status = wait_for_child(child)
    if status is None:
        return f"the child has not ended after {LIMIT} s"
    try:
        with limit("a call that ran while a child was forked and ended in order"):
            running.result()
    except Exception as error:
        return f"a call that ran while a child was forked and ended in order led to {error!r}"
    return use_in_the_parent(executor)


def make_executor():
    """Make the executor that this is about."""
    return Deadpool(max_workers=WORKERS)


def use_in_the_parent(executor):
    """Use the executor once more after a fork, and return what is wrong."""
    try:
        with limit("a call of the parent after its child has ended"):
            value = executor.submit(abs, -1).result()
    except Exception as error:
        return f"a call of the parent after its child had ended led to {error!r}"
    return None if value == 1 else f"a call of the parent led to {value!r}"


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


def wait_for_child(child):
    """Wait for a forked process; return its exit status, or None if it had to be killed."""
    ended = []

    def has_ended():
        ended[:] = os.waitpid(child, os.WNOHANG)
        return bool(ended[0])

    if wait_until(has_ended):
        return os.waitstatus_to_exitcode(ended[1])
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


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
    fault = end_a_child_in_order()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the child did not disturb its parent")


if __name__ == "__main__":
    main()
