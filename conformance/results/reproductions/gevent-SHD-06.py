"""Show whether gevent.threadpool.ThreadPoolExecutor breaks SHD-06.

SHD-06: After shutdown(wait=False), the threads or processes in which the executor runs its calls
MUST end by themselves once the last call has ended.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro SHD-06 gevent`.
"""

import faulthandler
import os
import textwrap
import threading
import time

from gevent.threadpool import ThreadPoolExecutor

WORKERS = 8
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def leave_threads():
    """Shut down without waiting, and look for the threads."""
    before = set(threading.enumerate())
    executor = make_executor()
    started = executor.submit(threading.current_thread).result(timeout=LIMIT)
    executor.shutdown(wait=False)
    if wait_until(lambda: not started.is_alive() or started in before):
        return None
    return f"{LIMIT} s after shutdown(wait=False), the worker {started.name} has not ended"


def make_executor():
    """Make the executor that this is about."""
    return executor()


def executor():
    """Make a pool of as many threads as the adapter tells."""
    return ThreadPoolExecutor(max_workers=WORKERS)


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
    fault = leave_threads()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the workers have ended by themselves")


if __name__ == "__main__":
    main()
