"""Show whether mpi4py.futures.MPIPoolExecutor breaks ABS-04.

ABS-04: A constructor without a parameter mp_context MUST raise TypeError when it is given that
keyword.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro ABS-04 mpi`.
"""

import contextlib
import faulthandler
import glob
import multiprocessing
import os
import signal
import sys
import textwrap
import threading
from pathlib import Path

from mpi4py.futures import MPIPoolExecutor

WORKERS = 1
LIMIT = 30
"""Seconds after which what has not come is taken for what will not."""


def make_with_a_context():
    """Give the constructor `mp_context`, which it does not have."""
    return made_with(mp_context=multiprocessing.get_context("spawn"))


def make_executor(max_workers=WORKERS, **keywords):
    """Make the executor that this is about."""
    return MPIPoolExecutor(max_workers=max_workers, **keywords)


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


def made_with(**keyword):
    """Make an executor with a keyword, and say so if it is taken."""
    try:
        executor = make_executor(**keyword)
    except (TypeError, ValueError):
        return None
    return f"{next(iter(keyword))} was taken, and is ignored: {executor!r}"


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
        fault = make_with_a_context()
        if fault:
            end(f"VIOLATED: {fault}")
        end("OK: the constructor raised TypeError")
    kill_all_below()
    os._exit(0)


if __name__ == "__main__":
    main()
