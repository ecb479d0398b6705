"""Show whether futurist.SynchronousExecutor breaks ERR-09.

ERR-09: A call that raises an exception MUST NOT affect other calls, the worker or the executor.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro ERR-09
futurist-inline`.
"""

import contextlib
import faulthandler
import os
import textwrap
import threading

from futurist import SynchronousExecutor

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def raise_beside_others():
    """Submit calls after ones that raise."""
    executor = make_executor()
    for error in (ValueError("on purpose"), SystemExit(3)):
        for _ in range(WORKERS + 1):
            with limit(f"a call that raises {error!r}"):
                try:
                    future = executor.submit(raise_error, error)
                except BaseException as raised:
                    return f"a call raised {error!r}, and submit raised {raised!r}"
                outcome_of(future)
        with limit(f"a call after those that raised {error!r}"):
            value = executor.submit(abs, -1).result()
        if value != 1:
            return f"a call after those that raised {error!r} led to {value!r}"
    return None


def make_executor():
    """Make the executor that this is about."""
    return SynchronousExecutor()


def raise_error(error):
    """Raise an exception."""
    raise error


def outcome_of(future):
    """Return the exception of a call, be it raised or returned."""
    try:
        return future.exception()
    except BaseException as raised:
        return raised


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
    """Say what came of it, and end the program, whatever still runs."""
    print(textwrap.shorten(text, 300), flush=True)
    os._exit(status)


def main():
    """Say in words what was seen; give up, without a verdict, after a while."""
    timer = threading.Timer(6 * LIMIT, give_up)
    timer.daemon = True
    timer.start()
    fault = raise_beside_others()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: calls that raise did not affect others")


if __name__ == "__main__":
    main()
