"""bounded-pool-executor: each refused call takes a place for good, and at last `submit` hangs."""

import threading

from bounded_pool_executor import BoundedThreadPoolExecutor


def main():
    """Submit three calls to a pool of two threads that was shut down."""
    pool = BoundedThreadPoolExecutor(max_workers=2)
    pool.shutdown()
    refused = []

    def submit():
        for _ in range(3):
            try:
                pool.submit(int)
            except RuntimeError as error:
                refused.append(error)

    # Beside the main thread, so that the program can end.
    thread = threading.Thread(target=submit, daemon=True)
    thread.start()
    thread.join(timeout=10)
    if len(refused) == 3:
        print("OK: all calls were refused")
    else:
        print(f"VIOLATED: {len(refused)} of 3 calls were refused, and the next submit hangs")


if __name__ == "__main__":
    main()
