"""Show whether parsl.concurrent.ParslPoolExecutor (threads) breaks LIF-02.

LIF-02: The callable and the arguments of a call that has ended MUST NOT be kept by the executor, by
its workers or by the future.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro LIF-02 parsl-thread`.
"""

import contextlib
import faulthandler
import gc
import glob
import os
import signal
import sys
import tempfile
import textwrap
import threading
import time
import weakref
from pathlib import Path

import parsl
from parsl.concurrent import ParslPoolExecutor
from parsl.executors import ThreadPoolExecutor

WORKERS = 2
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


class Thing:
    """An object of which one can tell whether it is still there."""


def look_for_an_argument():
    """Look whether the argument of a call that has ended goes away."""
    executor = make_executor()
    thing = Thing()
    reference = weakref.ref(thing)
    future = executor.submit(ignore, thing)
    del thing
    future.result(timeout=LIMIT)
    if wait_until(lambda: is_gone(reference)):
        return None
    return f"{LIMIT} s after the call had ended, its argument is still kept"


def make_executor():
    """Make the executor that this is about."""
    return executor()


def threads():
    """Run Parsl with threads."""
    return running(in_threads())


def in_threads():
    """Make the engine that runs calls in threads of this process."""
    return ThreadPoolExecutor(max_threads=WORKERS)


@contextlib.contextmanager
def running(engine):
    """Run Parsl with one engine; what it notes goes to a folder that is removed."""
    with (
        tempfile.TemporaryDirectory(prefix="parsl-", ignore_cleanup_errors=True) as folder,
        scripts_on_path(),
        parsl.load(
            parsl.Config(
                executors=[engine],
                run_dir=folder,
                strategy="none",
                # The first block is started when this time has passed, in seconds.
                strategy_period=0.1,
                initialize_logging=False,
            )
        ),
    ):
        try:
            yield
        finally:
            parsl.clear()


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


def executor():
    """Make an executor of the Parsl that is running."""
    return ParslPoolExecutor(dfk=parsl.dfk())


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


def ignore(_):
    """Take an argument and do nothing with it."""


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
        fault = look_for_an_argument()
        if fault:
            end(f"VIOLATED: {fault}")
        end("OK: the argument was not kept")
    kill_all_below()
    os._exit(0)


if __name__ == "__main__":
    main()
