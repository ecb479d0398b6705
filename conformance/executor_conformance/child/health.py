"""What a test may have left behind that the next one would notice."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import Any

from executor_conformance.detection import default_start_method


class Health:
    """Compares what the process is like with how it was after the last test."""

    def __init__(self) -> None:
        self._before = _look()

    def changes(self) -> list[str]:
        """Return what has changed since the last look, in words."""
        now = _look()
        changed = [name for name, value in now.items() if value != self._before[name]]
        self._before = now
        return changed


def _look() -> dict[str, Any]:
    state: dict[str, Any] = {
        "working directory": _working_directory(),
        "environment": {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")},
        "standard streams": [_identity(descriptor) for descriptor in range(3)],
        "import path": list(sys.path),
        "recursion limit": sys.getrecursionlimit(),
        "switch interval": sys.getswitchinterval(),
        "trace function": (sys.gettrace(), threading.gettrace()),
    }
    if "multiprocessing" in sys.modules:
        # Using a context fixes the default one, which changes nothing for anybody.
        state["start method"] = default_start_method()
    if sys.platform != "win32":
        handlers = (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGALRM)
        state["signal handlers"] = [signal.getsignal(signum) for signum in handlers]
        state["signal mask"] = signal.pthread_sigmask(signal.SIG_BLOCK, ())
        state["interval timer"] = signal.getitimer(signal.ITIMER_REAL)[0] > 0
    return state


def _working_directory() -> str:
    try:
        return os.getcwd()
    except OSError:
        return ""


def _identity(descriptor: int) -> tuple[int, int] | None:
    try:
        found = os.fstat(descriptor)
    except OSError:
        return None
    return found.st_dev, found.st_ino
