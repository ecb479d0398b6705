"""Show whether deadpool.Deadpool breaks EXI-01.

EXI-01: A program that ends in order MUST NOT exit before all its accepted calls have ended, even if
shutdown was never called.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro EXI-01 deadpool`.
"""

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time

from deadpool import Deadpool

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def end_while_calls_wait():
    """Run a program that ends while calls run and wait."""
    return look_for_numbers("these of its calls")


def make_executor():
    """Make the executor that this is about."""
    return Deadpool(max_workers=WORKERS)


def leave_calls():
    """Be a program that ends while calls run and wait."""
    executor = make_executor()
    for number in range(WORKERS + 2):
        executor.submit(count_slowly, number)


def count_slowly(number):
    """Be a call that takes a while, and print a number."""
    time.sleep(0.5)
    print(number, flush=True)


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
    fault = end_while_calls_wait()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: all calls were made")


if __name__ == "__main__":
    if sys.argv[1:]:
        leave_calls()
    else:
        main()
