"""Show whether ipyparallel.ViewExecutor breaks ERR-12.

ERR-12: A call that cannot be rebuilt in the worker, or an outcome that cannot be rebuilt in the
submitting program, MUST NOT leave a future pending for ever.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro ERR-12 ipyparallel`.
"""

import contextlib
import faulthandler
import glob
import os
import signal
import sys
import tempfile
import textwrap
import threading
from concurrent.futures import CancelledError
from pathlib import Path

from ipyparallel import Client, Cluster

CONNECTION = "IPYPARALLEL_CONNECTION_FILE"
WORKERS = 2
ADDRESS = "127.0.0.1"
LIMIT = 20
"""Seconds after which what has not come is taken for what will not."""


def refuse():
    """Do not unpickle."""
    raise ValueError("this cannot be unpickled, on purpose")


class NotRebuilt:
    """What can be pickled and not unpickled."""

    def __reduce__(self):
        return refuse, ()


class _Clients:
    """The client of the cluster that is running, if one is."""

    running = None


def send_what_cannot_be_rebuilt():
    """Submit and return what cannot be unpickled, and shut down after it."""
    for then in ("", ", when the executor was shut down"):
        for function, arguments, what in (
            (give, (NotRebuilt(),), "a call whose argument cannot be unpickled"),
            (return_not_rebuilt, (), "a call whose result cannot be unpickled"),
        ):
            executor = make_executor()
            try:
                future = executor.submit(function, *arguments)
            except Exception:
                continue
            if then:
                executor.shutdown(wait=False)
            with limit(what + then), contextlib.suppress(CancelledError):
                future.exception()


def make_executor():
    """Make the executor that this is about."""
    return executor()


@contextlib.contextmanager
def cluster():
    """Run a controller and engines in processes of their own, reached over TCP, with a client.

    What they note goes to a folder that is removed. Programs that run meanwhile have a client of
    the same cluster, since to start one takes seconds.
    """
    if CONNECTION in os.environ:
        with importable(), Client(os.environ[CONNECTION]) as _Clients.running:
            yield
        return
    with (
        importable(),
        tempfile.TemporaryDirectory(prefix="ipyparallel-", ignore_cleanup_errors=True) as folder,
        Cluster(
            n=WORKERS,
            controller_ip=ADDRESS,
            profile_dir=folder,
            log_level=40,
            # Engines are to be had at their second heartbeat.
            controller_args=[
                "--HeartMonitor.period=500",
                "--HeartMonitor.max_heartmonitor_misses=40",
            ],
            delay=0.1,
        ) as _Clients.running,
    ):
        [file] = Path(folder, "security").glob("ipcontroller-*-client.json")
        os.environ[CONNECTION] = str(file)
        try:
            yield
        finally:
            del os.environ[CONNECTION]


@contextlib.contextmanager
def importable():
    """Let workers import what a script defines, where they do not have its `__main__`.

    It does nothing as part of a module: workers can import what that defines anyway.
    """
    if __name__ != "__main__":
        yield
        return
    script = Path(__file__).resolve()
    sys.modules[script.stem] = sys.modules[__name__]
    for value in list(globals().values()):
        if getattr(value, "__module__", "") == __name__:
            value.__module__ = script.stem
    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(script.parent), before]))
    try:
        yield
    finally:
        os.environ["PYTHONPATH"] = before


def executor():
    """Make an executor of the running cluster, which gives a call to the engine with the least."""
    if _Clients.running is None:
        raise RuntimeError("there is no running cluster: enter the adapter's surroundings first")
    return _Clients.running.executor()


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


def return_not_rebuilt():
    """Return what cannot be unpickled."""
    return NotRebuilt()


def give(value):
    """Return the argument."""
    return value


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
    with contextlib.suppress(KeyboardInterrupt), cluster():
        fault = send_what_cannot_be_rebuilt()
        if fault:
            end(f"VIOLATED: {fault}")
        end("OK: no call was left pending")
    kill_all_below()
    os._exit(0)


if __name__ == "__main__":
    main()
