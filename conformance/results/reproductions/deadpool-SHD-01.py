"""Show whether deadpool.Deadpool breaks SHD-01.

SHD-01: Once shutdown has been called, with any arguments and from any thread, submit MUST raise
RuntimeError.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro SHD-01 deadpool`.
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


def submit_after_shutdown():
    """Submit to an executor that was shut down, more often than there are workers."""
    executor = make_executor()
    executor.shutdown(wait=True)
    for _ in range(WORKERS + 1):
        try:
            with limit("submit after shutdown"):
                executor.submit(int)
        except RuntimeError:
            continue
        except Exception as error:
            return f"submit after shutdown raised {error!r}, which is no RuntimeError"
        return "submit took a call after shutdown"
    return None


def make_executor():
    """Make the executor that this is about."""
    return Deadpool(max_workers=WORKERS)


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
    fault = submit_after_shutdown()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: submit raised RuntimeError after shutdown, each time")


if __name__ == "__main__":
    main()
