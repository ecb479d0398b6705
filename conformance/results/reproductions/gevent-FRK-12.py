"""gevent: a timeout expires before its time when a signal handler took a while before it."""

import signal
import threading
import time

import gevent
from gevent.threadpool import ThreadPoolExecutor

TIMEOUT = 0.3


def take_a_while(*_):
    """Be a signal handler that takes longer than the timeout, and returns."""
    time.sleep(2 * TIMEOUT)


def main():
    """Handle a signal, and then wait for a call that does not end before the timeout."""
    signal.signal(signal.SIGUSR1, take_a_while)
    pool = ThreadPoolExecutor(max_workers=1)
    gate = threading.Event()
    future = pool.submit(gate.wait, 10)
    signal.raise_signal(signal.SIGUSR1)
    started = time.monotonic()
    gevent.wait([future], timeout=TIMEOUT)
    took = time.monotonic() - started
    early = not future.done() and took < TIMEOUT - 0.05
    gate.set()
    future.result(timeout=10)
    pool.shutdown()
    if early:
        print(f"VIOLATED: after a signal, gevent.wait(timeout={TIMEOUT}) took {took:.3f} s")
    else:
        print(f"OK: after a signal, gevent.wait(timeout={TIMEOUT}) took {took:.3f} s")


if __name__ == "__main__":
    main()
