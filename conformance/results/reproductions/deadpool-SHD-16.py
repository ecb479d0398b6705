"""Show whether deadpool.Deadpool breaks SHD-16.

SHD-16: shutdown(wait=True) MUST return even if some of the accepted calls cannot be transported to
a worker, with and without cancel_futures.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro SHD-16 deadpool`.
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


def shut_down_after_unpicklable_arguments():
    """Submit what cannot be pickled, and shut down at once, often."""
    for _ in range(10):
        executor = make_executor()
        for _ in range(10):
            try:
                executor.submit(id, threading.Lock())
            except Exception:
                continue
        try:
            with limit("shutdown(wait=True) after arguments that cannot be pickled"):
                executor.shutdown(wait=True)
        except Exception as error:
            return f"shutdown(wait=True) after arguments that cannot be pickled raised {error!r}"
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
    fault = shut_down_after_unpicklable_arguments()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: shutdown returned")


if __name__ == "__main__":
    main()
