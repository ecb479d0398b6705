"""Pebble: an argument that is nested too deep to be pickled ends the pool of processes."""

import pebble


def nested(depth):
    """Return lists within lists."""
    value = []
    for _ in range(depth):
        value = [value]
    return value


def main():
    """Submit such an argument, then another call."""
    pool = pebble.ProcessPool(max_workers=1)
    future = pool.schedule(len, args=(nested(20_000),))
    try:
        error = future.exception(timeout=10)
    except TimeoutError:
        print("VIOLATED: the future of the call is still pending after 10 s")
    else:
        value = pool.schedule(abs, args=(-1,)).result(timeout=10)
        print(f"OK: it failed with {type(error).__name__}, and the next call returned {value}")
    pool.stop()
    pool.join()


if __name__ == "__main__":
    main()
