"""Pebble: when the initializer of a pool of threads raises, its calls are pending for ever."""

import pebble


def fail():
    """Raise, in place of preparing a thread."""
    raise ValueError("on purpose")


def main():
    """Submit a call to a pool whose initializer raises."""
    pool = pebble.ThreadPool(max_workers=1, initializer=fail)
    future = pool.schedule(int)
    try:
        error = future.exception(timeout=10)
    except TimeoutError:
        print("VIOLATED: the call is still pending after 10 s")
    else:
        print(f"OK: the call failed with {type(error).__name__}")
    pool.stop()
    pool.join()


if __name__ == "__main__":
    main()
