"""Show whether parsl.concurrent.ParslPoolExecutor (threads) breaks CCY-02.

CCY-02: A submit that meets shutdown(wait=True) of another thread MUST either raise RuntimeError or
return the future of a call for which that shutdown waits.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro CCY-02 parsl-thread`.
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
from pathlib import Path

import parsl
from parsl.concurrent import ParslPoolExecutor
from parsl.executors import ThreadPoolExecutor

WORKERS = 2
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def submit_and_shut_down():
    """Have threads submit to executors that are shut down, up to three hundred times."""
    due = time.monotonic() + 3 * LIMIT
    for i in range(300):
        if time.monotonic() > due:
            break
        executor, futures = make_executor(), []
        threads = submitting(executor, futures, 1)
        with limit(f"in round {i + 1}, shutdown(wait=True) while other threads submit"):
            executor.shutdown(wait=True)
            left = [future for future in futures if not future.done()]
            for thread in threads:
                thread.join()
        if left:
            return f"in round {i + 1}, shutdown(wait=True) returned with {len(left)} calls pending"
    return None


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


def submitting(executor, futures, refusals):
    """Start two threads that submit calls until so many were refused, and return them."""

    def submit():
        left = refusals
        while left:
            try:
                futures.append(executor.submit(abs, -1))
            except RuntimeError:
                left -= 1

    threads = [threading.Thread(target=submit, daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    return threads


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
        fault = submit_and_shut_down()
        if fault:
            end(f"VIOLATED: {fault}")
        end("OK: no accepted call was left when shutdown returned")
    kill_all_below()
    os._exit(0)


if __name__ == "__main__":
    main()
