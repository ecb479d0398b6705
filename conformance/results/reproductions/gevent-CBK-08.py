"""gevent: what a callback raises is printed and not logged."""

import logging
import time

from gevent.threadpool import ThreadPoolExecutor


def main():
    """Add a callback that raises to the future of a call that runs, and look for a record."""
    records, called = [], []
    handler = logging.Handler()
    handler.emit = records.append
    logging.getLogger().addHandler(handler)

    def fail(_):
        called.append(True)
        raise ValueError("in a callback")

    pool = ThreadPoolExecutor(max_workers=1)
    future = pool.submit(time.sleep, 0.5)
    future.add_done_callback(fail)
    future.result(timeout=10)
    pool.shutdown()
    if not called:
        print("VIOLATED: the callback was not called")
    elif not records:
        print("VIOLATED: a callback raised, and nothing was logged")
    else:
        print(f"OK: what the callback raised was logged: {records[0].getMessage()}")


if __name__ == "__main__":
    main()
