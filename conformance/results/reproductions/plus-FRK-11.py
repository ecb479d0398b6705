"""Show whether ThreadPoolExecutorPlus.ThreadPoolExecutor breaks FRK-11.

FRK-11: An interrupted shutdown(wait=True) or end of a with block MUST NOT let the program exit
before its accepted calls have ended.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro FRK-11 plus`.
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

from ThreadPoolExecutorPlus import ThreadPoolExecutor

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


class CtrlCError(KeyboardInterrupt):
    """What the signal handler raises, as that of Ctrl-C does."""


def end_after_an_interruption():
    """Run a program whose shutdown is interrupted, and which ends then."""
    status, output = start_program()
    if status is None:
        return f"the program has not ended after {3 * LIMIT} s; it printed {output!r}"
    if "ended" in output.splitlines():
        return None
    return "the program ended, and its call was lost, after an interrupted shutdown"


def make_executor():
    """Make the executor that this is about."""
    return ThreadPoolExecutor(max_workers=WORKERS)


def end_interrupted():
    """Be a program that ends after an interrupted shutdown."""
    executor = make_executor()
    executor.submit(sleep_and_print)
    comes_through(lambda: executor.shutdown(wait=True))
    print("end of the main module", flush=True)


def comes_through(call):
    """Say whether what a signal handler raises comes out of a call that waits."""
    signal.signal(signal.SIGALRM, press_ctrl_c)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        call()
    except CtrlCError:
        return True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return False


def press_ctrl_c(*_):
    """Be a signal handler like that of Ctrl-C."""
    raise CtrlCError


def sleep_and_print():
    """Be a call that takes a while."""
    time.sleep(2)
    print("ended", flush=True)


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
    fault = end_after_an_interruption()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the program waited for its call")


if __name__ == "__main__":
    if sys.argv[1:]:
        end_interrupted()
    else:
        main()
