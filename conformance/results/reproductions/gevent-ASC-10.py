"""Show whether gevent.threadpool.ThreadPoolExecutor breaks ASC-10.

ASC-10: Futures that become done during the iteration SHOULD be yielded even if the time is over
when next is called.

Prints VIOLATED or OK, and what it saw. Written by `executor-conformance repro ASC-10 gevent`.
"""

import faulthandler
import os
import tempfile
import textwrap
import threading
import time

import gevent
from gevent.threadpool import ThreadPoolExecutor

WORKERS = 8
LIMIT = 10
"""Seconds after which what has not come is taken for what will not."""


def ask_late_for_what_became_done():
    """Let a call end during the iteration, and ask for it when the time is over."""
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        executor = make_executor()
        done = executor.submit(int)
        done.result(timeout=LIMIT)
        late, running = executor.submit(hold, first), executor.submit(hold, second)
        iterator = as_completed([running, late, done], timeout=0)
        next(iterator)
        touch(os.path.join(first, "go"))
        late.result(timeout=LIMIT)
        try:
            next(iterator)
        except TimeoutError as error:
            return f"a future had become done, and as_completed raised {error!r}"
        finally:
            touch(os.path.join(second, "go"))
    return None


def make_executor():
    """Make the executor that this is about."""
    return executor()


def executor():
    """Make a pool of as many threads as the adapter tells."""
    return ThreadPoolExecutor(max_workers=WORKERS)


def hold(folder, name="call"):
    """Be a call that tells of its start and waits for a sign to end."""
    touch(os.path.join(folder, f"{name} started"))
    go = os.path.join(folder, "go")
    # Where the folder has gone, nobody waits any more.
    wait_until(lambda: os.path.exists(go) or not os.path.exists(folder), 3 * LIMIT)
    return name


def wait_until(condition, seconds=LIMIT):
    """Wait until a condition holds, and say whether it did in time."""
    late = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > late:
            return False
        time.sleep(0.01)
    return True


def touch(path):
    """Make an empty file: a sign that other processes see."""
    with open(path, "w"):
        pass


def as_completed(futures, timeout=None):
    """Yield the futures as `gevent.iwait` does, which stops when the time is over."""
    given = set(futures)
    with gevent.iwait(list(given), timeout) as ready:
        for future in ready:
            given.discard(future)
            yield future
    if given:
        raise TimeoutError(f"{len(given)} futures are not done")


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
    fault = ask_late_for_what_became_done()
    if fault:
        end(f"VIOLATED: {fault}")
    end("OK: as_completed yielded what had become done")


if __name__ == "__main__":
    main()
