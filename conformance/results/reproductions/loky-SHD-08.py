"""loky: after shutdown(wait=False), shutdown(wait=True) does not wait."""

import time

from loky import ProcessPoolExecutor


def main():
    """Shut down twice while a call of three seconds runs."""
    pool = ProcessPoolExecutor(max_workers=1)
    future = pool.submit(time.sleep, 3)
    pool.shutdown(wait=False)
    pool.shutdown(wait=True)
    if future.done():
        print("OK: shutdown(wait=True) waited")
    else:
        print("VIOLATED: shutdown(wait=True) returned while a call ran")


if __name__ == "__main__":
    main()
