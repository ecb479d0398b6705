"""futurist: a call that raises SystemExit ends its thread, and no other takes its place."""

import sys

import futurist


def main():
    """Submit such a call to a pool of one thread, then another."""
    pool = futurist.ThreadPoolExecutor(max_workers=1)
    pool.submit(sys.exit, 3).exception(timeout=10)
    try:
        pool.submit(int).result(timeout=10)
    except TimeoutError:
        print("VIOLATED: the next call is still pending after 10 s")
        pool.shutdown(wait=False)
    else:
        print("OK: the next call was made")
        pool.shutdown()


if __name__ == "__main__":
    main()
