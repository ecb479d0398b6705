"""What demonstrations have at hand. Each is copied into the scripts that use it.

`make_executor` and the constants stand for what the script knows of its executor.
"""

import contextlib
import faulthandler
import glob
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time

WORKERS = 1
LIMIT = 10


def make_executor(max_workers=WORKERS, **keywords):
    """Make the executor that the script is about; each script has its own way."""
    raise NotImplementedError


def end(text, status=0):
    """Say what came of it, and end the program, whatever still runs."""
    print(textwrap.shorten(text, 300), flush=True)
    os._exit(status)


def end_with_processes(text, status=0):
    """Say what came of it, and end the program and its processes, whatever still runs."""
    print(textwrap.shorten(text, 300), flush=True)
    for process in multiprocessing.active_children():
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    os._exit(status)


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


def end_with_children(text, status=0):
    """Say what came of it, and end the program and all that it has started."""
    print(textwrap.shorten(text, 300), flush=True)
    kill_all_below()
    os._exit(status)


def end_in_surroundings(text, status=0):
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


def give_up():
    """End the program without a verdict, and show what its threads are doing."""
    faulthandler.dump_traceback()
    end("UNDECIDED: this has taken too long", status=1)


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


def hold(folder, name="call"):
    """Be a call that tells of its start and waits for a sign to end."""
    touch(os.path.join(folder, f"{name} started"))
    go = os.path.join(folder, "go")
    # Where the folder has gone, nobody waits any more.
    wait_until(lambda: os.path.exists(go) or not os.path.exists(folder), 3 * LIMIT)
    return name


def keep_busy(executor, folder):
    """Give each worker a call that runs until there is a file `go`; return the futures."""
    futures = [executor.submit(hold, folder, f"call {i}") for i in range(WORKERS)]
    for i in range(WORKERS):
        path = os.path.join(folder, f"call {i} started")
        assert wait_until(lambda path=path: os.path.exists(path)), "no worker began a call"
    return futures


def let_go_later(folder, go_on):
    """Have another thread end the calls of `keep_busy` soon, having made a note of it."""

    def let_go():
        time.sleep(1)
        go_on.append(True)
        touch(os.path.join(folder, "go"))

    threading.Thread(target=let_go, daemon=True).start()


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


def end_child(status, before):
    """End this forked process, with those that it has started since it was forked."""
    for process in set(multiprocessing.active_children()) - before:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    os._exit(status)


def start_program():
    """Run this script as another program, to its end; return its status and what it printed.

    The status is None if it had to be killed.
    """
    with tempfile.TemporaryFile("w+") as output:
        started = subprocess.Popen(
            [sys.executable, os.path.abspath(__file__), "program"],
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            status = started.wait(timeout=3 * LIMIT)
        except subprocess.TimeoutExpired:
            status = None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        output.seek(0)
        return status, output.read()
