"""more-executors: what a callback raises comes out of `add_done_callback`."""

from more_executors import Executors


def fail(future):
    """Raise, as a callback must not."""
    raise ValueError("in a callback")


def main():
    """Add such a callback to a future that is done."""
    with Executors.thread_pool(max_workers=1).with_retry() as executor:
        future = executor.submit(int)
        future.result(timeout=10)
        try:
            future.add_done_callback(fail)
        except ValueError as error:
            print(f"VIOLATED: add_done_callback raised {error!r}")
        else:
            print("OK: add_done_callback raised nothing")


if __name__ == "__main__":
    main()
