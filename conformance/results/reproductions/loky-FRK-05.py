"""Show whether loky.ProcessPoolExecutor breaks FRK-05.

FRK-05: submit of an inherited executor in a forked child SHOULD either have the call run or raise.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro FRK-05 loky`.
"""

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import textwrap
import threading
import time

from loky import ProcessPoolExecutor

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def submit_in_a_child():
    """Submit a call to an inherited executor in a forked child."""
    executor = make_executor()
    executor.submit(int).result(timeout=LIMIT)
    before = set(multiprocessing.active_children())
    child = os.fork()
    if child == 0:
        try:
            future = executor.submit(abs, -1)
        except Exception:
            end_child(0, before)
        wait_until(future.done)
        end_child(0 if future.done() else 1, before)
    status = wait_for_child(child)
    if status == 0:
        return None
    return "submit to an inherited executor raised nothing in a child, and its call is not made"


def make_executor():
    """Make the executor that this is about."""
    return ProcessPoolExecutor(max_workers=WORKERS)


def end_child(status, before):
    """End this forked process, with those that it has started since it was forked."""
    for process in set(multiprocessing.active_children()) - before:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    os._exit(status)


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
    fault = submit_in_a_child()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: submit raised in the child, or its call was made")


if __name__ == "__main__":
    main()
