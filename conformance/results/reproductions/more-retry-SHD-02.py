"""more-executors: shutdown(wait=True) of a retrying executor loses the calls that wait."""

from more_executors import Executors


def main():
    """Submit calls, shut down, and look for what became of them."""
    executor = Executors.thread_pool(max_workers=2).with_retry()
    futures = [executor.submit(int) for _ in range(100)]
    executor.shutdown(wait=True)
    try:
        for future in futures:
            future.exception(timeout=5)
    except TimeoutError:
        left = sum(not future.done() for future in futures)
        print(f"VIOLATED: 5 s after shutdown(wait=True), {left} of 100 calls are still pending")
    else:
        print("OK: all calls have ended")


if __name__ == "__main__":
    main()
