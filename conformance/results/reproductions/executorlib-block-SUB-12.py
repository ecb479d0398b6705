"""Show whether executorlib.SingleNodeExecutor (block allocation) breaks SUB-12.

SUB-12: submit MUST take every kind of callable that can be brought to a worker: functions, built-in
functions, classes, instances with __call__, bound, class and static methods, and functools.partial
objects.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro SUB-12
executorlib-block`.
"""

import contextlib
import faulthandler
import functools
import glob
import os
import signal
import textwrap
import threading

from executorlib import SingleNodeExecutor

WORKERS = 1
LIMIT = 15
"""Seconds after which what has not come is taken for what will not."""


class Adder:
    """What can be called, and has a method of each kind."""

    def __init__(self, number):
        """Keep the number to add."""
        self.number = number

    def __call__(self, number):
        """Add the two."""
        return self.number + number

    def add(self, number):
        """Add the two."""
        return self.number + number

    @classmethod
    def add_one(cls, number):
        """Add one."""
        return number + 1

    @staticmethod
    def add_two(number):
        """Add two."""
        return number + 2


def submit_each_kind_of_callable():
    """Submit functions, classes, methods and other objects that can be called."""
    executor, adder = make_executor(), Adder(1)
    for function, *arguments in (
        *((give_back, 1), (functools.partial(give_back, 1), 2)),
        *((adder, 2), (adder.add, 2), (Adder.add_one, 2), (Adder.add_two, 2)),
        # `max` has no signature that could be looked at.
        *((abs, -1), ("-".join, ["a", "b"]), (complex, 1, 2), (max, 1, 2)),
    ):
        call = f"a call of {function!r} with {arguments}"
        try:
            with limit(call):
                value = executor.submit(function, *arguments).result()
        except Exception as error:
            return f"{call} led to {error!r}"
        if value != function(*arguments):
            return f"{call} led to {value!r}"
    return None


def make_executor():
    """Make the executor that this is about."""
    return lasting(max_workers=WORKERS)


def lasting(max_workers=2):
    """Make an executor whose workers take one call after another."""
    return SingleNodeExecutor(
        max_workers=max_workers, block_allocation=True, hostname_localhost=True
    )


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


def give_back(*args, **kwargs):
    """Return the arguments."""
    return args, kwargs


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
    fault = submit_each_kind_of_callable()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: each kind of callable was called")


if __name__ == "__main__":
    main()
