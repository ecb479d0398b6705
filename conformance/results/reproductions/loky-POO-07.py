"""Show whether loky.ProcessPoolExecutor breaks POO-07.

POO-07: The number of workers SHOULD NOT exceed the number of calls submitted so far, except where
workers are forked from the submitting process.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro POO-07 loky`.
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

from loky import ProcessPoolExecutor

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def submit_one_call_to_a_large_pool():
    """Count what pools of one worker and of four start for their first call."""
    if forks(make_executor()):
        return None
    started = []
    for number in (1, 4):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            before = workers()
            executor = make_executor(max_workers=number)
            future = executor.submit(hold, folder)
            path = os.path.join(folder, "call started")
            assert wait_until(lambda path=path: os.path.exists(path)), "no worker began a call"
            started.append(len(workers() - before))
            touch(os.path.join(folder, "go"))
            future.result(timeout=LIMIT)
    if started[1] <= started[0]:
        return None
    return (
        f"for one call, {started[1]} threads and processes were started with max_workers=4, "
        f"{started[0]} with max_workers=1"
    )


def make_executor(max_workers=WORKERS, **keywords):
    """Make the executor that this is about."""
    return ProcessPoolExecutor(max_workers=max_workers, **keywords)


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


def workers():
    """Return the threads and processes that there are, without those of this program."""
    threads = {each for each in threading.enumerate() if not isinstance(each, threading.Timer)}
    return threads | set(multiprocessing.active_children())


def forks(executor):
    """Say whether an executor forks its workers, for then it may start them beforehand."""
    return executor.submit(process_class).result(timeout=3 * LIMIT) == "ForkProcess"


def process_class():
    """Return the name of the class that started this process."""
    return type(multiprocessing.current_process()).__name__


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
    fault = submit_one_call_to_a_large_pool()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: a large pool started as few workers as a small one")


if __name__ == "__main__":
    main()
