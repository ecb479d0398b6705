"""Show whether deadpool.Deadpool breaks PRC-08.

PRC-08: The exception that a call raises MUST reach the caller with its type, its arguments, and
those of its attributes that can be transported.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro PRC-08 deadpool`.
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


def send_an_exception():
    """Have a call raise an exception with arguments and an attribute, then one of many causes."""
    executor = make_executor()
    with limit("a call that raises"):
        error = executor.submit(raise_in_detail).exception()
    if not (
        type(error) is KeyError
        and error.args == ("key", 5)
        and getattr(error, "detail", "") == "more"
    ):
        return f"the call raised KeyError('key', 5), and what arrived is {error!r}"
    with limit("a call that raises an exception with 300 causes"):
        error = executor.submit(raise_from, 300).exception()
    if repr(error) == "ValueError(300)":
        return None
    return f"the call raised ValueError(300), which has 300 causes, and what arrived is {error!r}"


def make_executor():
    """Make the executor that this is about."""
    return Deadpool(max_workers=WORKERS)


def raise_from(number):
    """Raise an exception that has so many causes, one behind the other."""
    error = None
    for i in range(number + 1):
        after = ValueError(i)
        after.__cause__ = error
        error = after
    raise error


def raise_in_detail():
    """Raise an exception with an attribute."""
    error = KeyError("key", 5)
    error.detail = "more"
    raise error


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
    fault = send_an_exception()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: the exceptions arrived with their arguments")


if __name__ == "__main__":
    main()
