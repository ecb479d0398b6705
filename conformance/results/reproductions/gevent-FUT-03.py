"""Show whether gevent.threadpool.ThreadPoolExecutor breaks FUT-03.

FUT-03: Once a call has returned or raised and its outcome can be had, done() of its future MUST
return True, and running() and cancelled() False.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro FUT-03 gevent`.
"""

import faulthandler
import os
import textwrap
import threading

from gevent.threadpool import ThreadPoolExecutor

WORKERS = 8
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def ask_a_finished_future():
    """Ask the future of a call that has ended for its state."""
    future = make_executor().submit(abs, -1)
    future.result(timeout=LIMIT)
    try:
        states = future.done(), future.running(), future.cancelled()
    except AttributeError as error:
        return f"a future cannot be asked: {error}"
    if states == (True, False, False):
        return None
    return f"done(), running() and cancelled() of a call that has ended returned {states}"


def make_executor():
    """Make the executor that this is about."""
    return executor()


def executor():
    """Make a pool of as many threads as the adapter tells."""
    return ThreadPoolExecutor(max_workers=WORKERS)


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
    fault = ask_a_finished_future()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the future of a call that has ended said so")


if __name__ == "__main__":
    main()
