"""gevent: `exception` of a future raises the exception of the call, in place of returning it."""

from gevent.threadpool import ThreadPoolExecutor


def fail():
    """Raise."""
    raise ValueError("on purpose")


def main():
    """Ask for the exception of a call."""
    pool = ThreadPoolExecutor(max_workers=1)
    future = pool.submit(fail)
    try:
        error = future.exception(timeout=10)
    except ValueError as raised:
        print(f"VIOLATED: exception() raised {raised!r}")
    else:
        print(f"OK: exception() returned {error!r}")
    pool.shutdown()


if __name__ == "__main__":
    main()
