"""Timeouts: seconds from now, turned once into a moment on the monotonic clock."""

import threading
import time


def deadline(timeout: float | None) -> float | None:
    """Return the moment `timeout` seconds from now; None stays None and means never."""
    if timeout is None:
        return None
    if timeout != timeout:  # NaN compares false with everything, and so would pass for "at once"
        raise ValueError("timeout must be a number of seconds or None, not NaN")
    return time.monotonic() + timeout


def remaining(due: float | None) -> float | None:
    """Return the seconds until `due`, at least zero and at most what a lock can wait for."""
    if due is None:
        return None
    return min(max(due - time.monotonic(), 0.0), threading.TIMEOUT_MAX)  # RES-18
