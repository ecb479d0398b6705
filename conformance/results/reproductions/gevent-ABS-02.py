"""gevent: a pool takes an initializer, and does not call it."""

from gevent.threadpool import ThreadPoolExecutor


def main():
    """Make a call in a pool that has an initializer."""
    called = []
    try:
        pool = ThreadPoolExecutor(max_workers=1, initializer=called.append, initargs=(1,))
    except TypeError as error:
        print(f"OK: {error}")
        return
    pool.submit(int).result(timeout=10)
    pool.shutdown()
    if called:
        print("OK: the initializer was called")
    else:
        print("VIOLATED: the initializer was taken and not called")


if __name__ == "__main__":
    main()
