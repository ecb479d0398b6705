"""Show whether ipyparallel.ViewExecutor breaks ASC-10.

ASC-10: Futures that become done during the iteration SHOULD be yielded even if the time is over
when next is called.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro ASC-10 ipyparallel`.
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
import time
from concurrent.futures import as_completed
from pathlib import Path

from ipyparallel import Client, Cluster

CONNECTION = "IPYPARALLEL_CONNECTION_FILE"
WORKERS = 2
ADDRESS = "127.0.0.1"
LIMIT = 20
"""Seconds after which what has not come is taken for what will not."""


class _Clients:
    """The client of the cluster that is running, if one is."""

    running = None


def ask_late_for_what_became_done():
    """Let a call end during the iteration, and ask for it when the time is over."""
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        executor = make_executor()
        done = executor.submit(int)
        done.result(timeout=LIMIT)
        late, running = executor.submit(hold, first), executor.submit(hold, second)
        iterator = as_completed([running, late, done], timeout=0)
        next(iterator)
        touch(os.path.join(first, "go"))
        late.result(timeout=LIMIT)
        try:
            next(iterator)
        except TimeoutError as error:
            return f"a future had become done, and as_completed raised {error!r}"
        finally:
            touch(os.path.join(second, "go"))
    return None


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


def hold(folder, name="call"):
    """Be a call that tells of its start and waits for a sign to end."""
    touch(os.path.join(folder, f"{name} started"))
    go = os.path.join(folder, "go")
    # Where the folder has gone, nobody waits any more.
    wait_until(lambda: os.path.exists(go) or not os.path.exists(folder), 3 * LIMIT)
    return name


def wait_until(condition, seconds=LIMIT):
    """Wait until a condition holds, and say whether it did in time."""
    late = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > late:
            return False
        time.sleep(0.01)
    return True


def touch(path):
    """Make an empty file: a sign that other processes see."""
    with open(path, "w"):
        pass


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
        fault = ask_late_for_what_became_done()
        if fault:
            end(f"VIOLATED: {fault}")
        end("OK: as_completed yielded what had become done")
    kill_all_below()
    os._exit(0)


if __name__ == "__main__":
    main()
