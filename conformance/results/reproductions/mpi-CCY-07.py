"""Show whether mpi4py.futures.MPIPoolExecutor breaks CCY-07.

CCY-07: When several threads call shutdown(wait=True) at once, each of these calls MUST return,
without an error and after the last accepted call has ended.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro CCY-07 mpi`.
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

from mpi4py.futures import MPIPoolExecutor

WORKERS = 1
LIMIT = 30
"""Seconds after which what has not come is taken for what will not."""


def shut_down_from_several_threads():
    """Have three threads shut down at once while a call runs, a few times."""
    for _ in range(5):
        outcomes = []
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            executor, let_go = make_executor(), []
            keep_busy(executor, folder)
            threads = [
                threading.Thread(target=shut_down, args=(executor, let_go, outcomes), daemon=True)
                for _ in range(3)
            ]
            for thread in threads:
                thread.start()
            let_go_later(folder, let_go)
            with limit("shutdown(wait=True) of three threads"):
                for thread in threads:
                    thread.join()
            touch(os.path.join(folder, "go"))
        wrong = [outcome for outcome in outcomes if outcome != "waited"]
        if wrong:
            return f"of three calls of shutdown(wait=True), one {wrong[0]}"
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


def shut_down(executor, let_go, outcomes):
    """Shut down, and write down what came of it."""
    try:
        executor.shutdown(wait=True)
    except Exception as error:
        outcomes.append(f"raised {error!r}")
    else:
        outcomes.append("waited" if let_go else "returned while a call ran")


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


def let_go_later(folder, go_on):
    """Have another thread end the calls of `keep_busy` soon, having made a note of it."""

    def let_go():
        time.sleep(1)
        go_on.append(True)
        touch(os.path.join(folder, "go"))

    threading.Thread(target=let_go, daemon=True).start()


def keep_busy(executor, folder):
    """Give each worker a call that runs until there is a file `go`; return the futures."""
    futures = [executor.submit(hold, folder, f"call {i}") for i in range(WORKERS)]
    for i in range(WORKERS):
        path = os.path.join(folder, f"call {i} started")
        assert wait_until(lambda path=path: os.path.exists(path)), "no worker began a call"
    return futures


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
    with contextlib.suppress(KeyboardInterrupt), scripts_on_path():
        fault = shut_down_from_several_threads()
        if fault:
            end(f"VIOLATED: {fault}")
        end("OK: every shutdown returned after the last call")
    kill_all_below()
    os._exit(0)


if __name__ == "__main__":
    main()
