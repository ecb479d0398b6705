"""Show whether ThreadPoolExecutorPlus.ThreadPoolExecutor breaks SUB-11.

SUB-11: If submit raises, the executor MUST NOT make the call.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro SUB-11 plus`.
"""

import contextlib
import faulthandler
import os
import tempfile
import textwrap
import threading
import time
from multiprocessing.process import BaseProcess

from ThreadPoolExecutorPlus import ThreadPoolExecutor

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def submit_without_room_for_workers():
    """Submit a call when no worker can be started, and another when it can."""
    executor = make_executor()
    starts = threading.Thread.start, BaseProcess.start
    here = threading.get_ident()

    def refuse_or(start):
        def start_here(worker):
            if threading.get_ident() == here:
                raise RuntimeError("there is room for no more, on purpose")
            start(worker)

        return start_here

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = os.path.join(folder, "made")
        threading.Thread.start, BaseProcess.start = map(refuse_or, starts)
        try:
            executor.submit(touch, path)
        except Exception as error:
            refused = error
        else:
            refused = None
        finally:
            threading.Thread.start, BaseProcess.start = starts
        if refused is None:
            return None
        with contextlib.suppress(Exception):
            executor.submit(int).result(timeout=LIMIT)
        wait_until(lambda: os.path.exists(path), 1)
        if os.path.exists(path):
            return f"submit raised {refused!r}, and its call was made with the next"
    return None


def make_executor():
    """Make the executor that this is about."""
    return ThreadPoolExecutor(max_workers=WORKERS)


def touch(path):
    """Make an empty file: a sign that other processes see."""
    with open(path, "w"):
        pass


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
    """Say what came of it, and end the program, whatever still runs."""
    print(textwrap.shorten(text, 300), flush=True)
    os._exit(status)


def main():
    """Say in words what was seen; give up, without a verdict, after a while."""
    timer = threading.Timer(6 * LIMIT, give_up)
    timer.daemon = True
    timer.start()
    fault = submit_without_room_for_workers()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: no call was made whose submit raised")


if __name__ == "__main__":
    main()
