"""ipyparallel: once an iterator of `map` was interrupted, its calls stop, and `shutdown` hangs."""

import signal
import threading

from ipyparallel import Cluster

LIMIT = 20


def nap(number):
    """Take a moment, as a call does."""
    import time

    time.sleep(0.05)
    return number


def press_ctrl_c(*_):
    """Be a signal handler like that of Ctrl-C."""
    raise KeyboardInterrupt


def main():
    """Interrupt the iterator, as Ctrl-C does, and shut down."""
    signal.signal(signal.SIGALRM, press_ctrl_c)
    ended = threading.Event()

    def shut_down(executor):
        executor.shutdown(wait=True)
        ended.set()

    with Cluster(n=1, log_level=40) as client:
        executor = client.executor()
        results = executor.map(nap, range(100))
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        try:
            list(results)
        except KeyboardInterrupt:
            came = "interrupted"
        else:
            came = "not interrupted"
        threading.Thread(target=shut_down, args=[executor], daemon=True).start()
        if ended.wait(LIMIT):
            print(f"OK: map was {came}, and shutdown(wait=True) returned")
        else:
            print(
                f"VIOLATED: map was {came}; shutdown(wait=True) waits {LIMIT} s for its 100 calls"
            )


if __name__ == "__main__":
    main()
