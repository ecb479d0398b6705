"""Deadpool: a `shutdown` that asks for cancellation after another one cancels nothing."""

import contextlib
import multiprocessing
import os
import threading
import time

import deadpool

CALLS = 20
LIMIT = 20


def main():
    """Have a thread shut down while calls wait; then ask for their cancellation."""
    pool = deadpool.Deadpool(max_workers=1)
    pool.submit(abs, -1).result(timeout=LIMIT)
    # Each takes a while, so that most of them still wait when they should be cancelled.
    futures = [pool.submit(time.sleep, 0.2) for _ in range(CALLS)]
    first = threading.Thread(target=pool.shutdown, daemon=True)
    first.start()
    time.sleep(0.5)
    pool.shutdown(wait=False, cancel_futures=True)
    first.join(timeout=LIMIT)
    made = sum(future.done() and not future.cancelled() for future in futures)
    if not futures[-1].cancelled():
        text = f"VIOLATED: shutdown(cancel_futures=True) came second, and {made} of {CALLS} calls "
        text += "were made, the last as well"
    else:
        text = f"OK: shutdown(cancel_futures=True) came second, and {made} of {CALLS} were made"
    print(text, flush=True)
    for process in multiprocessing.active_children():
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, 9)
    os._exit(0)


if __name__ == "__main__":
    main()
