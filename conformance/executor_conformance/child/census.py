"""In which threads or processes an executor has run calls, and which of them are still there."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from executor_conformance import tasks
from executor_conformance.adapter import Kind

if TYPE_CHECKING:
    from collections.abc import Callable


PROC = Path("/proc")


class Census:
    """The workers that took two calls of an executor whose workers are threads or processes."""

    def __init__(self, executor: Any, kind: Kind):
        futures = [executor.submit(tasks.whereabouts) for _ in range(2)]
        places = {future.result() for future in futures}
        self._there: dict[str, Callable[[], bool]] = {}
        if kind is Kind.PROCESS:
            # A call that ran in the judged process itself breaks another clause.
            for process, _ in places - {place for place in places if place[0] == os.getpid()}:
                self._there[f"process {process}"] = partial(exists, process)
            return
        idents = {ident for _, ident in places}
        for thread in threading.enumerate():
            if thread.ident in idents:
                self._there[f"thread {thread.name}"] = thread.is_alive

    def left(self) -> list[str]:
        """Return the workers that have not ended."""
        return [worker for worker, there in self._there.items() if there()]


def exists(process: int) -> bool:
    """Say whether a process of this user has this id and has not ended."""
    if sys.platform == "win32":
        return _exists_on_windows(process)
    if (PROC / "self").exists():
        try:
            stat = (PROC / str(process) / "stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return False
        state = stat.rpartition(")")[2].split()[0]
        return state not in ("Z", "X")
    # Those that have ended keep their ids until somebody has asked for their exit status.
    multiprocessing.active_children()
    try:
        os.kill(process, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _exists_on_windows(process: int) -> bool:
    import ctypes

    kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009 (unknown to mypy elsewhere)
    synchronize, timed_out = 0x100000, 0x102
    handle = kernel.OpenProcess(synchronize, False, process)
    if not handle:
        return False
    try:
        waited: int = kernel.WaitForSingleObject(handle, 0)
        return waited == timed_out
    finally:
        kernel.CloseHandle(handle)
