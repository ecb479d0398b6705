"""Show whether distributed.ClientExecutor (threads) breaks LIF-04.

LIF-04: The iterator that map returns MUST NOT keep the results that it has given.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro LIF-04 dask-thread`.
"""

import contextlib
import faulthandler
import gc
import glob
import os
import signal
import textwrap
import threading
import time
import weakref

from distributed import Client, LocalCluster

WORKERS = 2
LIMIT = 20
"""Seconds after which what has not come is taken for what will not."""


class Thing:
    """An object of which one can tell whether it is still there."""


class _Clients:
    """The client of the cluster that is running, if one is."""

    running = None


def look_for_results_of_map():
    """Look whether the results that `map` has given go away."""
    results = make_executor().map(make_thing, range(3))
    for i in range(3):
        with limit("a result of map"):
            reference = weakref.ref(next(results))
        if not wait_until(lambda reference=reference: is_gone(reference)):
            return f"{LIMIT} s after result {i + 1} of map was dropped, it is still kept"
    return None


def make_executor():
    """Make the executor that this is about."""
    return executor()


def threads():
    """Run a scheduler here, and the workers in threads of this process."""
    return _cluster(processes=False)


@contextlib.contextmanager
def _cluster(**how):
    with (
        LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None, **how) as own,
        Client(own) as _Clients.running,
    ):
        yield


def executor():
    """Make an executor of the running cluster.

    Calls are declared to be impure: otherwise two calls with equal arguments are made once.
    """
    if _Clients.running is None:
        raise RuntimeError("there is no running cluster: enter the adapter's surroundings first")
    return _Clients.running.get_executor(pure=False)


def is_gone(reference):
    """Say whether an object has gone, after looking for circles."""
    gc.collect()
    return reference() is None


def wait_until(condition, seconds=LIMIT):
    """Wait until a condition holds, and say whether it did in time."""
    late = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > late:
            return False
        time.sleep(0.01)
    return True


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


def make_thing(_=None):
    """Return a new object."""
    return Thing()


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
    with contextlib.suppress(KeyboardInterrupt), threads():
        fault = look_for_results_of_map()
        if fault:
            end(f"VIOLATED: {fault}")
        end("OK: the results were not kept")
    kill_all_below()
    os._exit(0)


if __name__ == "__main__":
    main()
