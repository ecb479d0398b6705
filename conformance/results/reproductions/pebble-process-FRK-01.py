"""Pebble: a forked child that has made a pool of its own breaks that of its parent."""

import contextlib
import multiprocessing
import os
import sys
import time

from pebble import ProcessPool

ROUNDS = 30
LIMIT = 10


def make_another():
    """Make, use and end another pool, and end this forked child in order."""
    with ProcessPool(max_workers=2) as another:
        another.schedule(abs, [-1]).result(timeout=LIMIT)
    sys.exit(7)


def wait_for(child):
    """Wait for a child and return its status; None if it had to be killed."""
    late = time.monotonic() + LIMIT
    while time.monotonic() < late:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return None


def fork_once(pool):
    """Fork while a pool is idle, use it after the child has ended, and say what went wrong."""
    child = os.fork()
    if child == 0:
        make_another()
    status = wait_for(child)
    if status != 7:
        return f"a child that made a pool ended with the status {status}, not 7"
    try:
        pool.schedule(abs, [-1]).result(timeout=LIMIT)
    except Exception as error:
        return f"a child had made a pool and ended, and a call of the parent led to {error!r}"
    return None


def main():
    """Fork again and again: how it comes out depends on what the pool is about to do."""
    pool = ProcessPool(max_workers=2)
    pool.schedule(abs, [-1]).result(timeout=LIMIT)
    for number in range(ROUNDS):
        fault = fork_once(pool)
        if fault:
            print(f"VIOLATED: in round {number + 1}, {fault}", flush=True)
            break
    else:
        print(f"OK: {ROUNDS} children have made pools and ended", flush=True)
    for process in multiprocessing.active_children():
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, 9)
    # Threads of a broken pool may go on for ever.
    os._exit(0)


if __name__ == "__main__":
    main()
