"""Show whether mpi4py.futures.MPIPoolExecutor breaks MAP-20.

MAP-20: With buffersize, the iterator SHOULD yield the results of all calls that were accepted
before it raises the error that an input, or the refusal of a further call, has led to.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro MAP-20 mpi`.
"""

import contextlib
import faulthandler
import glob
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


def map_over_what_raises_with_a_buffer():
    """Map, two calls at a time, over an iterable that raises after three elements."""

    def inputs():
        yield from range(3)
        raise LookupError("on purpose")

    got = []
    with contextlib.suppress(LookupError), limit("the results of a map with a buffer"):
        for result in make_executor().map(int, inputs(), buffersize=2):
            # Not all at once: what came before the error is to be kept.
            got.append(result)  # noqa: PERF402
    if got != [0, 1, 2]:
        return f"an input raised after three others, and the results that came were {got}"
    return None


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


@contextlib.contextmanager
def limit(what):
    """Call it a fault, and end the program, if what this block does takes too long."""
    fault = f"VIOLATED: {what}: still waiting after {LIMIT} s"
    timer = threading.Timer(LIMIT, end, [fault])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


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
        fault = map_over_what_raises_with_a_buffer()
        if fault:
            end(f"VIOLATED: {fault}")
        end("OK: the results came before the error of an input")
    kill_all_below()
    os._exit(0)


if __name__ == "__main__":
    main()
