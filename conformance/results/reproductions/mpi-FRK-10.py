"""Show whether mpi4py.futures.MPIPoolExecutor breaks FRK-10.

FRK-10: After an interrupted shutdown(wait=True), the executor MUST be closed, and a further
shutdown(wait=True) MUST wait for all calls again.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro FRK-10 mpi`.
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


class CtrlCError(KeyboardInterrupt):
    """What the signal handler raises, as that of Ctrl-C does."""


def shut_down_after_an_interruption():
    """Interrupt shutdown while a call runs, and shut down again."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        future = executor.submit(hold, folder)
        started = os.path.join(folder, "call started")
        assert wait_until(lambda: os.path.exists(started)), "no worker began the call"
        with limit("shutdown(wait=True), interrupted by a signal handler that raises"):
            comes_through(lambda: executor.shutdown(wait=True))
        let_go = []
        let_go_later(folder, let_go)
        with limit("shutdown(wait=True) after an interrupted one, with a call that ends in 1 s"):
            executor.shutdown(wait=True)
        early = not let_go
        wait_until(future.done)
    if early:
        return "after an interrupted shutdown(wait=True), another returned while a call ran"
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


def comes_through(call):
    """Say whether what a signal handler raises comes out of a call that waits."""
    signal.signal(signal.SIGALRM, press_ctrl_c)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        call()
    except CtrlCError:
        return True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return False


def press_ctrl_c(*_):
    """Be a signal handler like that of Ctrl-C."""
    raise CtrlCError


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
        fault = shut_down_after_an_interruption()
        if fault:
            end(f"VIOLATED: {fault}")
        end("OK: the second shutdown waited")
    kill_all_below()
    os._exit(0)


if __name__ == "__main__":
    main()
