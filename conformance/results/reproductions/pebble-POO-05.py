"""Pebble: a pool of no threads can be made, and its calls are pending for ever."""

import pebble


def main():
    """Make a pool with `max_workers` of 0, and submit a call."""
    try:
        pool = pebble.ThreadPool(max_workers=0)
    except ValueError as error:
        print(f"OK: {error}")
        return
    future = pool.schedule(int)
    try:
        future.result(timeout=5)
    except TimeoutError:
        print("VIOLATED: max_workers=0 was taken, and a call is still pending after 5 s")
    else:
        print("VIOLATED: max_workers=0 was taken, though the call was made")
    pool.stop()
    pool.join()


if __name__ == "__main__":
    main()
