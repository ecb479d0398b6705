"""The process tree below the guard: who is in it, and how it is ended."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

SIGKILL = getattr(signal, "SIGKILL", signal.SIGTERM)
"""What ends a process at once: on Windows, every signal does."""


def become_subreaper() -> bool:
    """Adopt orphaned descendants (Linux), so that nothing the judged code starts can escape.

    Returns whether it worked; elsewhere only process groups can be ended.
    """
    return _prctl(PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent(signum: int) -> bool:
    """Have this process killed when its parent's thread ends (Linux)."""
    return _prctl(PR_SET_PDEATHSIG, signum)


def _prctl(option: int, value: int) -> bool:
    if sys.platform != "linux":
        return False
    try:
        import ctypes

        return bool(ctypes.CDLL(None).prctl(option, value, 0, 0, 0) == 0)
    except (ImportError, OSError, AttributeError):
        return False


def without_core_dumps() -> None:
    """Keep aborted workers from writing core files."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def all_processes() -> dict[int, tuple[int, bool]]:
    """Map every process to its parent, and to whether it has not ended.

    `/proc` tells where there is one, else psutil where it is installed, else nothing does.
    """
    found = {}
    try:
        names = os.listdir("/proc")
    except OSError:
        return _all_processes_by_psutil()
    for name in names:
        if not name.isdecimal():
            continue
        try:
            with open(f"/proc/{name}/stat", "rb") as file:
                state, parent, *rest = file.read().rpartition(b")")[2].split()
        except OSError:
            continue
        # The first thread may have ended before the others.
        threads = int(rest[15])
        found[int(name)] = int(parent), state not in (b"Z", b"X") or threads > 1
    return found


def _all_processes_by_psutil() -> dict[int, tuple[int, bool]]:
    try:
        import psutil
    except ImportError:
        return {}
    there = psutil.process_iter(["ppid", "status"])
    return {p.pid: (p.info["ppid"], p.info["status"] != psutil.STATUS_ZOMBIE) for p in there}


def descendants(root: int, beside: Collection[int] = ()) -> list[int]:
    """List the living descendants of a process, parents before children.

    Without those of `beside`, and all below these. One that is about to end keeps its children
    until its last thread has ended, so these are looked for below zombies too.
    """
    processes = all_processes()
    children: dict[int, list[int]] = {}
    for pid, (parent, _) in processes.items():
        if pid not in beside:
            children.setdefault(parent, []).append(pid)
    found = list(children.get(root, ()))
    for pid in found:
        found.extend(children.get(pid, ()))
    return [pid for pid in found if processes[pid][1]]


def kill(pid: int, signum: int) -> None:
    """Send a signal to a process that may be gone."""
    with contextlib.suppress(OSError):
        os.kill(pid, signum)


def reap() -> dict[int, int]:
    """Collect every child that has ended: pid to wait status. Windows has nothing to collect."""
    ended: dict[int, int] = {}
    if sys.platform == "win32":
        return ended
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            ended[pid] = status
    return ended


def end_tree(
    group: int | None, spare: Collection[int | None] = (), beside: Collection[int] = ()
) -> dict[int, int]:
    """Kill every descendant of this process until none is left, and reap them.

    Except `spare`, though what these have started is killed, and `beside` and all below these.

    `group` is the process group to kill where `/proc` cannot tell the descendants. Returns the
    wait statuses of what was reaped.
    """
    if group is not None:
        _kill_group(group)
    ended = {}
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up:
        living = [pid for pid in descendants(os.getpid(), beside) if pid not in spare]
        for pid in living:
            kill(pid, SIGKILL)
        ended.update(reap())
        if not living:
            break
        time.sleep(0.002)
    return ended


def _kill_group(group: int) -> None:
    if sys.platform == "win32":
        kill(group, SIGKILL)
        return
    with contextlib.suppress(OSError):
        os.killpg(group, SIGKILL)


def describe(code: int) -> str:
    """Say in words how a process ended, from its exit code; a negative one is a signal's."""
    if code >= 0:
        return f"exited with status {code}"
    try:
        return f"was killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"was killed by signal {-code}"
