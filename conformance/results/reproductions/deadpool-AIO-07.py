"""Show whether deadpool.Deadpool breaks AIO-07.

AIO-07: The awaitable MUST raise asyncio.CancelledError if the executor's future was cancelled, from
any thread, or if its call raised a CancelledError, and MUST report cancelled() in the first case
only.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro AIO-07 deadpool`.
"""

import asyncio
import concurrent.futures
import contextlib
import faulthandler
import multiprocessing
import os
import signal
import textwrap
import threading
from asyncio import wrap_future

from deadpool import Deadpool

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def await_a_cancelled_error():
    """Await calls that raise the errors by which cancelled calls are known."""
    executor = make_executor()

    async def wait_for_it(error):
        try:
            future = executor.submit(raise_error, error)
        except BaseException as raised:
            return f"a call raised {error!r}, and submit raised {raised!r}"
        try:
            await wrap_future(future)
        except asyncio.CancelledError as raised:
            if raised.args == error.args:
                return None
            return f"a call raised {error!r}, and the awaitable {raised!r}"
        return f"a call raised {error!r}, and the awaitable nothing"

    for kind in (concurrent.futures.CancelledError, asyncio.CancelledError):
        with limit(f"a call that raises {kind.__name__}"):
            if fault := asyncio.run(wait_for_it(kind("on purpose"))):
                return fault
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


def raise_error(error):
    """Raise an exception."""
    raise error


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
    fault = await_a_cancelled_error()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: CancelledError was raised where the call was awaited")


if __name__ == "__main__":
    main()
