"""Show whether gevent.threadpool.ThreadPoolExecutor breaks FUT-02.

FUT-02: While a call is being executed, running() of its future MUST return True and done() False.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro FUT-02 gevent`.
"""

import faulthandler
import os
import tempfile
import textwrap
import threading
import time

from gevent.threadpool import ThreadPoolExecutor

WORKERS = 8
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def ask_a_running_future():
    """Ask the future of a call that runs for its state."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        future = keep_busy(executor, folder)[0]
        try:
            # News of its start may come from another process.
            wait_until(lambda: future.running(), 1)
            running, done = future.running(), future.done()
        except AttributeError as error:
            return f"a future cannot be asked: {error}"
        finally:
            touch(os.path.join(folder, "go"))
    if running and not done:
        return None
    return f"while the call ran, running() returned {running} and done() {done}"


def make_executor():
    """Make the executor that this is about."""
    return executor()


def executor():
    """Make a pool of as many threads as the adapter tells."""
    return ThreadPoolExecutor(max_workers=WORKERS)


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
    """Say what came of it, and end the program, whatever still runs."""
    print(textwrap.shorten(text, 300), flush=True)
    os._exit(status)


def main():
    """Say in words what was seen; give up, without a verdict, after a while."""
    timer = threading.Timer(6 * LIMIT, give_up)
    timer.daemon = True
    timer.start()
    fault = ask_a_running_future()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the future of a running call said so")


if __name__ == "__main__":
    main()
