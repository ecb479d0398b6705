"""Show whether parsl.concurrent.ParslPoolExecutor (blocks) breaks ERR-03.

ERR-03: When a worker dies abruptly, every future of the executor that is neither done nor cancelled
MUST fail with a BrokenExecutor.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro ERR-03 parsl-blocks`.
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
from concurrent.futures import BrokenExecutor
from pathlib import Path

import parsl
from parsl.concurrent import ParslPoolExecutor
from parsl.executors import HighThroughputExecutor
from parsl.launchers import SimpleLauncher
from parsl.providers import LocalProvider

ADDRESS = "127.0.0.1"
WORKERS = 2
LIMIT = 20
"""Seconds after which what has not come is taken for what will not."""


def lose_a_worker():
    """Have a call end its worker while others do not end, and look at the exceptions of all."""
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        executor = make_executor()
        futures = [executor.submit(die_at, first)]
        futures += [executor.submit(hold, second) for _ in range(5)]
        touch(os.path.join(first, "go"))
        for future in futures:
            with limit("one of the calls when a worker has died"):
                error = future.exception()
            if not isinstance(error, BrokenExecutor):
                touch(os.path.join(second, "go"))
                return f"a worker has died, and a call led to {error!r}, no BrokenExecutor"
    return None


def make_executor():
    """Make the executor that this is about."""
    return executor()


@contextlib.contextmanager
def blocks():
    """Run Parsl with a block of processes, and wait for it: it takes seconds to start."""
    with importable(), running(in_blocks()):
        executor().submit(abs, -1).result()
        yield


def in_blocks():
    """Make the engine that starts a block of processes, one of them for each worker.

    Its interchange is a process of its own, which the block connects to over TCP.
    """
    return HighThroughputExecutor(
        address=ADDRESS,
        max_workers_per_node=WORKERS,
        cores_per_worker=0.1,
        provider=LocalProvider(
            init_blocks=1, min_blocks=1, max_blocks=1, launcher=SimpleLauncher()
        ),
        # Certificates take a while to make, and nothing leaves this host.
        encrypted=False,
        # A worker that ends is missed after this many seconds, in place of two minutes.
        heartbeat_threshold=6,
        heartbeat_period=1,
    )


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


def die_at(folder):
    """Be a call that ends its process once there is a file `go`."""
    hold(folder)
    os._exit(1)


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
    with contextlib.suppress(KeyboardInterrupt), blocks():
        fault = lose_a_worker()
        if fault:
            end(f"VIOLATED: {fault}")
        end("OK: all calls failed with a BrokenExecutor")
    kill_all_below()
    os._exit(0)


if __name__ == "__main__":
    main()
