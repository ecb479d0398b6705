"""Show whether distributed.ClientExecutor breaks MAP-07.

MAP-07: Results that are available MUST be yielded even if the time that timeout allows has passed.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro MAP-07 dask`.
"""

import contextlib
import faulthandler
import glob
import os
import signal
import textwrap
import threading
import time

from distributed import Client, LocalCluster

WORKERS = 2
ADDRESS = "127.0.0.1"
LIMIT = 30
"""Seconds after which what has not come is taken for what will not."""


class _Clients:
    """The client of the cluster that is running, if one is."""

    running = None


def ask_for_results_late():
    """Ask for results that are there after the time is over."""
    executor = make_executor()
    results = executor.map(abs, [-1, -2], timeout=0)
    time.sleep(1)
    with limit("shutdown(wait=True)"):
        executor.shutdown(wait=True)
    try:
        values = list(results)
    except Exception as error:
        return f"though the calls had ended, the iterator raised {error!r}"
    return None if values == [1, 2] else f"the iterator gave {values}"


def make_executor():
    """Make the executor that this is about."""
    return executor()


def processes():
    """Run a scheduler here and the workers in processes of their own, reached over TCP."""
    return _cluster(processes=True, host=ADDRESS)


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
    with contextlib.suppress(KeyboardInterrupt), processes():
        fault = ask_for_results_late()
        if fault:
            end(f"VIOLATED: {fault}")
        end("OK: results that were there came in spite of the timeout")
    kill_all_below()
    os._exit(0)


if __name__ == "__main__":
    main()
