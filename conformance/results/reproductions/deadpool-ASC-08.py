"""Show whether deadpool.Deadpool breaks ASC-08.

ASC-08: Futures that shutdown(wait=True, cancel_futures=True) cancels before or during the iteration
MUST be yielded, at the latest when it has returned.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro ASC-08 deadpool`.
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
from concurrent.futures import as_completed

from deadpool import Deadpool

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def go_over_what_shutdown_cancelled():
    """Go over futures that shutdown has cancelled."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        cancelled = shut_down_and_cancel(make_executor(), folder)
    try:
        list(as_completed(cancelled, timeout=1))
    except TimeoutError as error:
        return f"shutdown cancelled {len(cancelled)} calls, and as_completed raised {error!r}"
    return None


def make_executor():
    """Make the executor that this is about."""
    return Deadpool(max_workers=WORKERS)


def shut_down_and_cancel(executor, folder):
    """Have calls wait and shutdown cancel them; return those that it has cancelled."""
    keep_busy(executor, folder)
    futures = [executor.submit(int) for _ in range(20)]
    executor.shutdown(wait=False, cancel_futures=True)
    wait_until(futures[-1].cancelled)
    touch(os.path.join(folder, "go"))
    with limit("shutdown(wait=True)"):
        executor.shutdown(wait=True)
    return [future for future in futures if future.cancelled()]


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
    fault = go_over_what_shutdown_cancelled()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: as_completed yielded them")


if __name__ == "__main__":
    main()
