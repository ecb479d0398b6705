"""Show whether PriorityThreadPoolExecutor breaks FRK-10.

FRK-10: After an interrupted shutdown(wait=True), the executor MUST be closed, and a further
shutdown(wait=True) MUST wait for all calls again.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro FRK-10 priority`.
"""

import contextlib
import faulthandler
import os
import signal
import tempfile
import textwrap
import threading
import time

from PriorityThreadPoolExecutor import PriorityThreadPoolExecutor

WORKERS = 1
LIMIT = 10
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
    return PriorityThreadPoolExecutor(max_workers=WORKERS)


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


def end(text, status=0):
    """Say what came of it, and end the program, whatever still runs."""
    print(textwrap.shorten(text, 300), flush=True)
    os._exit(status)


def main():
    """Say in words what was seen; give up, without a verdict, after a while."""
    timer = threading.Timer(6 * LIMIT, give_up)
    timer.daemon = True
    timer.start()
    fault = shut_down_after_an_interruption()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the second shutdown waited")


if __name__ == "__main__":
    main()
