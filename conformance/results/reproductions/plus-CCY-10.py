"""ThreadPoolExecutorPlus: `submit` waits when 64 calls wait, and `shutdown` waits for it."""

import os
import threading

from ThreadPoolExecutorPlus import ThreadPoolExecutor

CALLS = 2000
LIMIT = 10


def main():
    """Submit calls while the only thread is at work, then shut down without waiting."""
    gate = threading.Event()
    pool = ThreadPoolExecutor(max_workers=1)
    pool.submit(gate.wait)
    submitted, back = [], threading.Event()

    def submit():
        while len(submitted) < CALLS:
            submitted.append(pool.submit(abs, -1))

    def shut_down():
        pool.shutdown(wait=False)
        back.set()

    submitting = threading.Thread(target=submit, daemon=True)
    submitting.start()
    submitting.join(timeout=LIMIT)
    count = len(submitted)
    threading.Thread(target=shut_down, daemon=True).start()
    if count == CALLS:
        print(f"OK: {CALLS} calls were submitted while none could be made", flush=True)
    else:
        waits = "came back" if back.wait(timeout=3) else "waits as well"
        print(
            f"VIOLATED: submit has taken {count} calls, and still waits after {LIMIT} s; "
            f"shutdown(wait=False) {waits}",
            flush=True,
        )
    # What waits is not to be waited for.
    os._exit(0)


if __name__ == "__main__":
    main()
