"""Show whether deadpool.Deadpool breaks FRK-03.

FRK-03: shutdown of an inherited executor in a forked child, with any arguments or by a with block,
MUST return, and MUST NOT cancel, stop or delay anything in the parent.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro FRK-03 deadpool`.
"""

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import tempfile
import textwrap
import threading
import time
import traceback

from deadpool import Deadpool

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def shut_down_in_a_child():
    """Shut an inherited executor down in a forked child, while a call of the parent runs."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        before = set(multiprocessing.active_children())
        child = os.fork()
        if child == 0:
            try:
                executor.shutdown(wait=True)
            except BaseException:
                traceback.print_exc()
                end_child(1, before)
            end_child(7, before)
        status = wait_for_child(child)
        touch(os.path.join(folder, "go"))
    if status is None:
        return f"shutdown(wait=True) in a forked child: still waiting after {LIMIT} s"
    if status == 7:
        return use_in_the_parent(executor)
    return f"shutdown(wait=True) in a forked child ended it with status {status}"


def make_executor():
    """Make the executor that this is about."""
    return Deadpool(max_workers=WORKERS)


def end_child(status, before):
    """End this forked process, with those that it has started since it was forked."""
    for process in set(multiprocessing.active_children()) - before:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    os._exit(status)


def use_in_the_parent(executor):
    """Use the executor once more after a fork, and return what is wrong."""
    try:
        with limit("a call of the parent after its child has ended"):
            value = executor.submit(abs, -1).result()
    except Exception as error:
        return f"a call of the parent after its child had ended led to {error!r}"
    return None if value == 1 else f"a call of the parent led to {value!r}"


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


def wait_for_child(child):
    """Wait for a forked process; return its exit status, or None if it had to be killed."""
    ended = []

    def has_ended():
        ended[:] = os.waitpid(child, os.WNOHANG)
        return bool(ended[0])

    if wait_until(has_ended):
        return os.waitstatus_to_exitcode(ended[1])
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


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


def end(text, status=0):
    """Say what came of it, and end the program and its processes, whatever still runs."""
    print(textwrap.shorten(text, 300), flush=True)
    for process in multiprocessing.active_children():
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    os._exit(status)


def main():
    """Say in words what was seen; give up, without a verdict, after a while."""
    timer = threading.Timer(6 * LIMIT, give_up)
    timer.daemon = True
    timer.start()
    fault = shut_down_in_a_child()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the child could shut the executor down")


if __name__ == "__main__":
    main()
