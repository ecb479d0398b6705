"""futurist: shutdown(cancel_futures=True) cancels nothing."""

import time

import futurist


def main():
    """Shut down a pool of one thread while one call runs and one waits."""
    pool = futurist.ThreadPoolExecutor(max_workers=1)
    futures = [pool.submit(time.sleep, 1), pool.submit(int)]
    pool.shutdown(wait=True, cancel_futures=True)
    if futures[1].cancelled():
        print("OK: the call that waited was cancelled")
    else:
        print("VIOLATED: the call that waited was made, not cancelled")


if __name__ == "__main__":
    main()
