"""Show whether distributed.ClientExecutor breaks ERR-13.

ERR-13: The exception of a call SHOULD NOT be printed, nor change the exit status of the program,
where nobody asks for it.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro ERR-13 dask`.
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

from distributed import Client, LocalCluster

WORKERS = 2
ADDRESS = "127.0.0.1"
LIMIT = 30
"""Seconds after which what has not come is taken for what will not."""


class _Clients:
    """The client of the cluster that is running, if one is."""

    running = None


def look_at_what_is_printed():
    """Run a program that does not ask for the exception of a call."""
    status, output = start_program()
    if "nobody asks" in output:
        return "the exception of a call that nobody asks for was printed"
    return None if status == 0 else f"the program ended with status {status}: {output}"


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


def leave_an_error():
    """Be a program that does not ask for the exception of a call."""
    executor = make_executor()
    executor.submit(raise_error, ValueError("nobody asks")).done()
    executor.shutdown(wait=True)


def raise_error(error):
    """Raise an exception."""
    raise error


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
    with contextlib.suppress(KeyboardInterrupt), processes():
        fault = look_at_what_is_printed()
        if fault:
            end(f"VIOLATED: {fault}")
        end("OK: nothing was printed")
    kill_all_below()
    os._exit(0)


if __name__ == "__main__":
    if sys.argv[1:]:
        with processes():
            leave_an_error()
    else:
        main()
