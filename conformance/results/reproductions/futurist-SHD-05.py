"""futurist: shutdown(wait=False) loses the calls that wait."""

import time

import futurist


def main():
    """Shut down a pool of one thread while one call runs and one waits."""
    pool = futurist.ThreadPoolExecutor(max_workers=1)
    futures = [pool.submit(time.sleep, 0.5), pool.submit(int)]
    pool.shutdown(wait=False)
    try:
        futures[1].result(timeout=10)
    except TimeoutError:
        print("VIOLATED: the second of two calls is still pending after 10 s")
    else:
        print("OK: both calls were made")


if __name__ == "__main__":
    main()
