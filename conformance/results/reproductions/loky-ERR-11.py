"""loky: an exception that cannot be pickled breaks the pool, not its own call only."""

from concurrent.futures import BrokenExecutor

from loky import ProcessPoolExecutor


class NotPickledError(Exception):
    """An exception that its worker cannot send."""

    def __reduce__(self):
        raise TypeError("cannot be pickled")


def fail():
    """Raise what cannot be sent."""
    raise NotPickledError


def main():
    """Fail once, then ask for another call."""
    pool = ProcessPoolExecutor(max_workers=1)
    pool.submit(fail).exception(timeout=60)
    try:
        pool.submit(int).result(timeout=60)
    except BrokenExecutor as error:
        print(f"VIOLATED: the next call gets {type(error).__name__}")
    else:
        print("OK: the next call was made")
    pool.shutdown()


if __name__ == "__main__":
    main()
