"""Pebble: of several threads that join a pool at once, one finds its list of threads changed."""

import sys
import threading
import time

from pebble import ThreadPool

LIMIT = 20


def join_at_once(raised):
    """Close a pool, and join it from several threads."""
    pool = ThreadPool(max_workers=8)
    pool.submit(abs, -1).result(timeout=LIMIT)
    pool.close()
    ready = threading.Barrier(8)

    def join():
        ready.wait(timeout=LIMIT)
        try:
            pool.join()
        except Exception as error:
            raised.append(repr(error))

    threads = [threading.Thread(target=join, daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=LIMIT)


def main():
    """Join pools from several threads, until one raises something."""
    # Threads are to take turns in the midst of a step.
    sys.setswitchinterval(1e-6)
    raised, rounds = [], 0
    late = time.monotonic() + LIMIT
    while not raised and time.monotonic() < late:
        rounds += 1
        join_at_once(raised)
    if raised:
        print(f"VIOLATED: in round {rounds}, join of 8 threads at once raised {raised[0]}")
    else:
        print(f"OK: in {rounds} rounds, join of 8 threads at once raised nothing")


if __name__ == "__main__":
    main()
