"""Show whether more_executors.retry breaks EXI-07.

EXI-07: The done-callbacks of calls that end while the program waits for them at its end MUST run.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro EXI-07 more-retry`.
"""

import contextlib
import faulthandler
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time

from more_executors import Executors

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


class TransientError(Exception):
    """What a call is retried for. No call of a test raises it."""


def end_with_callbacks():
    """Run a program that ends while calls are pending that have callbacks."""
    return look_for_numbers("these of its callbacks")


def make_executor():
    """Make the executor that this is about."""
    return retry(max_workers=WORKERS)


def retry(max_workers=None):
    """Make an executor that repeats calls which failed with a `TransientError`."""
    return thread_pool(max_workers).with_retry(exception_base=TransientError)


def thread_pool(max_workers=None, **keywords):
    """Make the pool that the others stand around; it takes what that of the library takes."""
    return Executors.thread_pool(max_workers=max_workers, **keywords)


def count_in_callbacks():
    """Be a program that ends while calls are pending that have callbacks."""
    executor = make_executor()
    for number in range(WORKERS + 2):
        future = executor.submit(time.sleep, 0.5)
        future.add_done_callback(lambda _, number=number: print(number, flush=True))
    executor.shutdown(wait=False)


def look_for_numbers(what):
    """Run the program, and say which of the numbers it has not printed."""
    status, output = start_program()
    if status is None:
        return f"a program that leaves calls has not ended after {3 * LIMIT} s"
    left = sorted(set(map(str, range(WORKERS + 2))) - set(output.split()))
    if left:
        return f"the program ended, and {what} were lost: {', '.join(left)}"
    return None


def start_program():
    """Run this script as another program, to its end; return its status and what it printed.

    The status is None if it had to be killed.
    """
    with tempfile.TemporaryFile("w+") as output:
        started = subprocess.Popen(
            [sys.executable, os.path.abspath(__file__), "program"],
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            status = started.wait(timeout=3 * LIMIT)
        except subprocess.TimeoutExpired:
            status = None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        output.seek(0)
        return status, output.read()


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
    fault = end_with_callbacks()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: all callbacks were called")


if __name__ == "__main__":
    if sys.argv[1:]:
        count_in_callbacks()
    else:
        main()
