"""Pebble: a forked child that ends in order takes the pool of processes of its parent with it."""

import os
import sys

import pebble


def main():
    """Fork while a pool is idle, and use the pool after the child has ended."""
    pool = pebble.ProcessPool(max_workers=1)
    pool.schedule(int).result(timeout=30)
    child = os.fork()
    if child == 0:
        sys.exit()
    os.waitpid(child, 0)
    try:
        pool.schedule(int).result(timeout=30)
    except Exception as error:
        print(f"VIOLATED: the next call of the parent: {error!r}")
    else:
        print("OK: the next call of the parent was made")
    pool.stop()
    pool.join()


if __name__ == "__main__":
    main()
