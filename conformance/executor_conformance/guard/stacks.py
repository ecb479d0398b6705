"""Where a hung tree stands: the stacks of its processes, collected before it is killed."""

from __future__ import annotations

import os
import signal
import time

from executor_conformance.guard import processes

LIMIT = 20_000


def tail(path: str, limit: int = LIMIT) -> str:
    """Read the end of a text file that may not exist."""
    try:
        with open(path, "rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - limit))
            return file.read().decode(errors="replace")
    except OSError:
        return ""


def truncate(path: str) -> None:
    """Empty a file that others append to."""
    with open(path, "wb"):
        pass


def collect(child: int, stacks: str, output: str) -> str:
    """Have the child write its stacks to the file `stacks` and its descendants theirs to `output`.

    The descendants are aborted one by one, so that their dumps do not mingle; the child stays
    alive, hung as it is.
    """
    if hasattr(signal, "SIGUSR1"):
        processes.kill(child, signal.SIGUSR1)
        _settle(stacks)
    text = f"the judged process ({child}):\n{tail(stacks)}"
    truncate(output)
    for pid in processes.descendants(child):
        before = os.path.getsize(output)
        processes.kill(pid, signal.SIGABRT)
        _settle(output, before, limit=0.1)
    dumped = tail(output)
    return f"{text}\nits workers, aborted:\n{dumped}" if dumped else text


def _settle(path: str, size: int = 0, limit: float = 0.5) -> None:
    """Wait, `limit` seconds at most, until a file has grown past `size` bytes and then stopped."""
    give_up = time.monotonic() + limit
    last = -1
    while time.monotonic() < give_up:
        now = os.path.getsize(path)
        if now > size and now == last:
            return
        last = now
        time.sleep(0.02)
