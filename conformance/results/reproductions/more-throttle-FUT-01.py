"""more-executors: `running` of a throttled call that waits returns None, not False."""

import threading

from more_executors import Executors


def main():
    """Ask a future whose call waits."""
    event = threading.Event()
    with Executors.thread_pool(max_workers=1).with_throttle(count=1) as executor:
        first = executor.submit(event.wait)
        second = executor.submit(int)
        running = second.running()
        event.set()
        first.result(timeout=10)
        second.result(timeout=10)
    if running is False:
        print("OK: running() returned False")
    else:
        print(f"VIOLATED: running() returned {running!r}")


if __name__ == "__main__":
    main()
