"""Show whether executorlib.SingleNodeExecutor (block allocation) breaks EXI-11.

EXI-11: Idle workers MUST NOT keep a program from ending once all its accepted calls have ended,
even if shutdown was never called.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro EXI-11
executorlib-block`.
"""

import contextlib
import faulthandler
import glob
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading

from executorlib import SingleNodeExecutor

KEPT = []
WORKERS = 1
LIMIT = 15
"""Seconds after which what has not come is taken for what will not."""


def end_with_idle_workers():
    """Run a program that ends when its calls have ended, and does not shut down."""
    status, output = start_program()
    if status != 0:
        return f"a program has not ended after {LIMIT} s, and says: {output.strip()}"
    return None


def make_executor():
    """Make the executor that this is about."""
    return lasting(max_workers=WORKERS)


def lasting(max_workers=2):
    """Make an executor whose workers take one call after another."""
    return SingleNodeExecutor(
        max_workers=max_workers, block_allocation=True, hostname_localhost=True
    )


def leave_idle_workers():
    """Be a program that ends when its calls have ended, and drops its executor no sooner."""
    executor = make_executor()
    KEPT.append(executor)
    for number in range(WORKERS + 2):
        executor.submit(abs, number).result()
    print("all calls have ended", flush=True)
    # Ends what does not end by itself.
    timer = threading.Timer(LIMIT, os._exit, [1])
    timer.daemon = True
    timer.start()


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


def kill_all_below():
    """End all processes below this one, in whatever way they started, where `/proc` tells."""
    parents = {}
    for path in glob.glob("/proc/[0-9]*/stat"):
        with contextlib.suppress(OSError), open(path) as file:
            head, _, rest = file.read().rpartition(")")
            parents[int(head.split()[0])] = int(rest.split()[1])
    below, new = [], [os.getpid()]
    while new:
        new = [pid for pid, parent in parents.items() if parent in new]
        below += new
    # Some would end this process, too, if they saw another one end.
    for signum in (signal.SIGSTOP, signal.SIGKILL):
        for pid in below:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signum)


def end(text, status=0):
    """Say what came of it, and end the program and all that it has started."""
    print(textwrap.shorten(text, 300), flush=True)
    kill_all_below()
    os._exit(status)


def main():
    """Say in words what was seen; give up, without a verdict, after a while."""
    timer = threading.Timer(6 * LIMIT, give_up)
    timer.daemon = True
    timer.start()
    fault = end_with_idle_workers()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the program ended")


if __name__ == "__main__":
    if sys.argv[1:]:
        leave_idle_workers()
    else:
        main()
