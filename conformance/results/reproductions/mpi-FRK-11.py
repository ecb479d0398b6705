"""Show whether mpi4py.futures.MPIPoolExecutor breaks FRK-11.

FRK-11: An interrupted shutdown(wait=True) or end of a with block MUST NOT let the program exit
before its accepted calls have ended.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro FRK-11 mpi`.
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
import time
from pathlib import Path

from mpi4py.futures import MPIPoolExecutor

WORKERS = 1
LIMIT = 30
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
    return MPIPoolExecutor(max_workers=WORKERS)


@contextlib.contextmanager
def scripts_on_path():
    """Have programs found that are installed beside Python, as in an activated environment.

    Launchers and the processes of engines are looked for by name. Without an activated environment
    the path does not lead to them.
    """
    before = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before


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
    """Say what came of it, and leave what surrounds the program, if that does not take too long."""

    def stop():
        kill_all_below()
        os._exit(status)

    print(textwrap.shorten(text, 300), flush=True)
    if status:
        stop()
    last = threading.Timer(LIMIT, stop)
    last.daemon = True
    last.start()
    if threading.current_thread() is threading.main_thread():
        raise KeyboardInterrupt
    signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)


def main():
    """Say in words what was seen; give up, without a verdict, after a while."""
    timer = threading.Timer(6 * LIMIT, give_up)
    timer.daemon = True
    timer.start()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt), scripts_on_path():
        fault = end_after_an_interruption()
        if fault:
            end(f"VIOLATED: {fault}")
        end("OK: the program waited for its call")
    kill_all_below()
    os._exit(0)


if __name__ == "__main__":
    if sys.argv[1:]:
        with scripts_on_path():
            end_interrupted()
    else:
        main()
