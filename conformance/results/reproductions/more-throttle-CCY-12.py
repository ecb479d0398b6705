"""more-executors: calls that are being handed on neither run nor can be cancelled."""

import sys
import time

from more_executors import Executors

LIMIT = 20


def look(executor):
    """Cancel calls, and return the states of one that neither was cancelled nor has begun."""
    for future in reversed([executor.submit(time.sleep, 0) for _ in range(50)]):
        if future.cancel():
            continue
        # It could not be cancelled: so it has begun, and either runs or is done from now on.
        running, done = future.running(), future.done()
        if not running and not done:
            return running, done
    return None


def main():
    """Submit calls and cancel them at once, until one is neither this nor that."""
    # Threads are to take turns in the midst of a step.
    sys.setswitchinterval(1e-6)
    late = time.monotonic() + LIMIT
    states = None
    with Executors.thread_pool(max_workers=1).with_throttle(count=1) as executor:
        while states is None and time.monotonic() < late:
            states = look(executor)
    if states:
        print(
            "VIOLATED: cancel() returned False, and after it running() returned "
            f"{states[0]} and done() {states[1]}"
        )
    else:
        print("OK: each call was cancelled, or ran, or was done")


if __name__ == "__main__":
    main()
