"""more-executors: `running` of a call that has just ended returns None for a moment."""

import sys
import time

from more_executors import Executors

LIMIT = 20


def main():
    """Ask the futures of many short calls for their state until they are done."""
    # Threads are to take turns in the midst of a step.
    sys.setswitchinterval(1e-6)
    late = time.monotonic() + LIMIT
    calls, odd = 0, []
    with Executors.thread_pool(max_workers=1).with_map(lambda result: result) as executor:
        while not odd and time.monotonic() < late:
            calls += 1
            future = executor.submit(abs, -1)
            while not future.done():
                running = future.running()
                if not isinstance(running, bool):
                    odd.append(running)
    if odd:
        print(f"VIOLATED: at call {calls}, running() returned {odd[0]}")
    else:
        print(f"OK: running() of {calls} calls returned True or False each time")


if __name__ == "__main__":
    main()
