"""futurist: `shutdown(cancel_futures=True)` cancels no call, and loses those that wait."""

import concurrent.futures
import os
import threading

from futurist import DynamicThreadPoolExecutor

CALLS = 20
LIMIT = 10


def main():
    """Shut down with `cancel_futures` while a call runs and others wait; then look at these."""
    gate, started = threading.Event(), threading.Event()
    pool = DynamicThreadPoolExecutor(max_workers=2)

    def hold():
        started.set()
        gate.wait(timeout=LIMIT)

    running = [pool.submit(hold) for _ in range(2)]
    started.wait(timeout=LIMIT)
    waiting = [pool.submit(abs, -1) for _ in range(CALLS)]
    pool.shutdown(wait=False, cancel_futures=True)
    gate.set()
    concurrent.futures.wait(running, timeout=LIMIT)
    ended = threading.Thread(target=pool.shutdown, kwargs={"cancel_futures": True}, daemon=True)
    ended.start()
    ended.join(timeout=LIMIT)
    left = concurrent.futures.wait(waiting, timeout=3).not_done
    cancelled = sum(future.cancelled() for future in waiting)
    if left or ended.is_alive():
        print(
            f"VIOLATED: shutdown(cancel_futures=True) cancelled {cancelled} of {CALLS} calls that "
            f"waited, and {len(left)} of them are not done for wait",
            flush=True,
        )
    else:
        print(f"OK: {cancelled} of {CALLS} calls were cancelled, and all are done", flush=True)
    # Threads may go on for ever.
    os._exit(0)


if __name__ == "__main__":
    main()
