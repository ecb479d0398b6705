"""Deadpool: when a value cannot be pickled, its future is pending for ever."""

import threading

import deadpool


def main():
    """Have a call return a lock."""
    with deadpool.Deadpool(max_workers=1) as pool:
        future = pool.submit(threading.Lock)
        try:
            error = future.exception(timeout=10)
        except TimeoutError:
            print("VIOLATED: the future is still pending after 10 s")
            future.cancel_and_kill_if_running()
        else:
            print(f"OK: the call failed with {type(error).__name__}")


if __name__ == "__main__":
    main()
