"""Show whether deadpool.Deadpool breaks PRC-11.

PRC-11: Calls MUST be able to start processes of their own.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro PRC-11 deadpool`.
"""

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import textwrap
import threading

from deadpool import Deadpool

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def start_a_process_in_a_call():
    """Have a call start a process."""
    with limit("a call that starts a process"):
        try:
            status = make_executor().submit(start_a_process).result()
        except Exception as error:
            return f"a call that starts a process led to {str(error).splitlines()[0]!r}"
    return None if status == 0 else f"the process of a call ended with status {status}"


def make_executor():
    """Make the executor that this is about."""
    return Deadpool(max_workers=WORKERS)


def start_a_process():
    """Start a process, and return its exit status."""
    import multiprocessing

    process = multiprocessing.get_context("fork").Process(target=int)
    process.start()
    process.join()
    return process.exitcode


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
    fault = start_a_process_in_a_call()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: a call could start a process")


if __name__ == "__main__":
    main()
