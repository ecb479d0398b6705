"""Show whether futurist.ThreadPoolExecutor breaks POO-08.

POO-08: A worker that is idle SHOULD be given the next call before another worker is started, except
where workers are forked from the submitting process.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro POO-08
futurist-thread`.
"""

import faulthandler
import multiprocessing
import os
import textwrap
import threading
import time

from futurist import ThreadPoolExecutor

WORKERS = 1
LIMIT = 20
"""Seconds after which what has not come is taken for what will not."""


def submit_calls_one_by_one():
    """Submit calls one after the other, each when the worker has been idle for a while."""
    executor = make_executor(max_workers=5)
    if forks(executor):
        return None
    before = workers()
    for _ in range(4):
        time.sleep(1)
        executor.submit(int).result(timeout=LIMIT)
    more = len(workers() - before)
    return (
        f"{more} further workers were started for 4 calls, one after another" if more == 4 else None
    )


def make_executor(max_workers=WORKERS, **keywords):
    """Make the executor that this is about."""
    return ThreadPoolExecutor(max_workers=max_workers, **keywords)


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
    """Say what came of it, and end the program, whatever still runs."""
    print(textwrap.shorten(text, 300), flush=True)
    os._exit(status)


def main():
    """Say in words what was seen; give up, without a verdict, after a while."""
    timer = threading.Timer(6 * LIMIT, give_up)
    timer.daemon = True
    timer.start()
    fault = submit_calls_one_by_one()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: idle workers were given the next call")


if __name__ == "__main__":
    main()
