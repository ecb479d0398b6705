"""Pebble: threads die where `cancel` meets the start of calls, and then `join` waits for ever."""

import os
import sys
import threading
import time

from pebble import ThreadPool

LIMIT = 10


def main():
    """Submit calls and cancel them at once, until a thread has died; then shut the pool down."""
    # Threads are to take turns in the midst of a step.
    sys.setswitchinterval(1e-6)
    died = []
    threading.excepthook = lambda raised: died.append(repr(raised.exc_value))
    pool = ThreadPool(max_workers=2)
    late = time.monotonic() + LIMIT
    while not died and time.monotonic() < late:
        for future in [pool.submit(abs, -1) for _ in range(20)]:
            future.cancel()
    last = pool.submit(abs, -1)
    last.result(timeout=LIMIT)
    pool.close()
    try:
        pool.join(timeout=LIMIT)
    except TimeoutError:
        print(
            "VIOLATED: all calls have ended or were cancelled, and join still waits after "
            f"{LIMIT} s; threads died: {died}"[:280]
        )
    else:
        print("OK: join returned when all calls had ended")
    sys.stdout.flush()
    # The threads of the pool go on.
    os._exit(0)


if __name__ == "__main__":
    main()
