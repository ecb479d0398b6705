"""gevent: a future has no method `running`."""

from gevent.threadpool import ThreadPoolExecutor


def main():
    """Ask a future whether its call is running."""
    pool = ThreadPoolExecutor(max_workers=1)
    future = pool.submit(int)
    try:
        running = future.running()
    except AttributeError as error:
        print(f"VIOLATED: {error}")
    else:
        print(f"OK: running() returned {running}")
    future.result(timeout=10)
    pool.shutdown()


if __name__ == "__main__":
    main()
