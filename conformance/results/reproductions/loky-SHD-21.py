"""Show whether loky.ProcessPoolExecutor breaks SHD-21.

SHD-21: shutdown MUST accept the keyword cancel_futures.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro SHD-21 loky`.
"""

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import textwrap
import threading

from loky import ProcessPoolExecutor

WORKERS = 1
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def shut_down_with_cancel_futures():
    """Shut an idle executor down as any executor may be."""
    try:
        make_executor().shutdown(wait=True, cancel_futures=True)
    except TypeError as error:
        return f"shutdown(wait=True, cancel_futures=True): {error}"
    return None


def make_executor():
    """Make the executor that this is about."""
    return ProcessPoolExecutor(max_workers=WORKERS)


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
    fault = shut_down_with_cancel_futures()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: shutdown takes cancel_futures")


if __name__ == "__main__":
    main()
