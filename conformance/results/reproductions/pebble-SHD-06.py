"""Pebble: the threads of a pool that was closed never end if it is not joined."""

import threading
import time

import pebble


def main():
    """Close a pool whose call has ended, and look for its threads."""
    pool = pebble.ThreadPool(max_workers=2)
    pool.schedule(int).result()
    pool.close()
    time.sleep(5)
    left = threading.active_count() - 1
    if left:
        print(f"VIOLATED: 5 s after close(), {left} threads are left")
    else:
        print("OK: all threads have ended")
    pool.stop()
    pool.join()


if __name__ == "__main__":
    main()
