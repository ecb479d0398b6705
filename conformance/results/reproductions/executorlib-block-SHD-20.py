"""Show whether executorlib.SingleNodeExecutor (block allocation) breaks SHD-20.

SHD-20: shutdown(wait=True) MUST return once every accepted call has ended.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro SHD-20
executorlib-block`.
"""

import contextlib
import faulthandler
import glob
import os
import signal
import tempfile
import textwrap
import threading
import time

from executorlib import SingleNodeExecutor

WORKERS = 1
LIMIT = 15
"""Seconds after which what has not come is taken for what will not."""


def shut_down_with_nothing_to_do():
    """Shut down before there was a call, and when no call is left."""
    what = "shutdown(wait=True) of an executor that has made no call"
    try:
        with limit(what):
            make_executor().shutdown(wait=True)
    except Exception as error:
        return f"{what} raised {error!r}"
    return shut_down_after_cancelling()


def make_executor():
    """Make the executor that this is about."""
    return lasting(max_workers=WORKERS)


def lasting(max_workers=2):
    """Make an executor whose workers take one call after another."""
    return SingleNodeExecutor(
        max_workers=max_workers, block_allocation=True, hostname_localhost=True
    )


def shut_down_after_cancelling():
    """Cancel a call that waits, and shut down once all others have ended."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        cancelled = [executor.submit(abs, -1) for _ in range(20)][-1].cancel()
        let_go_later(folder, [])
        what = f"shutdown(wait=True), after a cancel() that returned {cancelled}"
        try:
            with limit(what):
                executor.shutdown(wait=True)
        except Exception as error:
            return f"{what}, raised {error!r}"
    return None


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
    """Say what came of it, and end the program and all that it has started."""
    print(textwrap.shorten(text, 300), flush=True)
    kill_all_below()
    os._exit(status)


def main():
    """Say in words what was seen; give up, without a verdict, after a while."""
    timer = threading.Timer(6 * LIMIT, give_up)
    timer.daemon = True
    timer.start()
    fault = shut_down_with_nothing_to_do()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: shutdown returned, each time")


if __name__ == "__main__":
    main()
