"""Show whether deadpool.Deadpool breaks RES-03.

RES-03: If the callable raised, result() MUST raise that exception: the same object where calls
share the memory of the caller, one of the same class with equal arguments elsewhere.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro RES-03 deadpool`.
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


def read_the_exception_from_result():
    """Have a call raise an exception with arguments, and ask for its result."""
    executor = make_executor()
    with limit("a call that raises"):
        try:
            executor.submit(raise_error, OSError(2, "no such file")).result()
        except OSError as error:
            if error.args == (2, "no such file"):
                return None
            return f"the call raised OSError(2, 'no such file'), result() {error!r}"
        except Exception as error:
            return f"the call raised OSError(2, 'no such file'), result() {error!r}"
    return "result() raised nothing"


def make_executor():
    """Make the executor that this is about."""
    return Deadpool(max_workers=WORKERS)


def raise_error(error):
    """Raise an exception."""
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
    fault = read_the_exception_from_result()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: result() raised the exception of the call")


if __name__ == "__main__":
    main()
