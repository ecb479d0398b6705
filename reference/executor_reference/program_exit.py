"""The end of the program: executors whose threads are at work are closed and waited for.

A program must not end before the calls that its executors accepted, and must not wait for workers
that have nothing to do. So, when the main module has ended, every executor in use is shut down and
waited for, before the `atexit` handlers run.

`atexit` itself comes too late for this: the interpreter joins non-daemon threads first, and would
wait for idle workers for ever; and if they were daemons, the program's own handlers, which run last
in first out, could run before ours. `threading._register_atexit` is the hook for just this moment:
it is called when the main thread has ended, and before threads are joined. It is not public, yet
the standard library's executors have stood on it since 3.9. Should it disappear, a thread that
waits for the end of the main thread does the same. That is not the first choice, because a thread
that is always there makes every fork the fork of a multi-threaded process.

Ctrl-C during this wait abandons it: that is the user's way out of a call that never ends.
"""

import os
import threading
from typing import Protocol


class Joinable(Protocol):
    """An executor's state, as far as the end of the program or a fork is concerned."""

    def close(self) -> None:
        """Accept no more calls."""

    def join(self) -> None:
        """Wait until all accepted calls have ended, and the workers too."""

    def forget_in_fork(self) -> None:
        """Release what a forked child has inherited of this executor."""


_lock = threading.Lock()
_in_use: set[Joinable] = set()
_ending = False


def register(executor: Joinable) -> None:
    """Have `executor` waited for at exit; raise `RuntimeError` if the program is ending."""
    with _lock:
        if _ending:  # EXI-06
            raise RuntimeError("cannot accept calls: the program is ending")
        _in_use.add(executor)


def unregister(executor: Joinable) -> None:
    """Forget `executor`, whose workers have ended."""
    _in_use.discard(executor)


def _finish_calls() -> None:
    """Let all accepted calls end, and then the idle workers."""
    global _ending
    with _lock:
        _ending = True
        executors = tuple(_in_use)
    for executor in executors:
        executor.close()  # EXI-06, EXI-11
    for executor in executors:
        executor.join()  # EXI-01, EXI-02, EXI-03, EXI-04, EXI-05, EXI-07, EXI-08, EXI-10


def _forget_in_fork() -> None:
    """Let a forked child end without waiting for threads that only its parent has."""
    global _lock
    _lock = threading.Lock()  # FRK-01: the old one may be held by a thread that is not here
    # FRK-02
    for executor in tuple(_in_use):
        executor.forget_in_fork()
    _in_use.clear()


def _watch_main_thread() -> None:
    threading.main_thread().join()
    _finish_calls()


try:
    threading._register_atexit(_finish_calls)  # type: ignore[attr-defined]  # noqa: SLF001
except AttributeError:
    threading.Thread(target=_watch_main_thread, name="executor_reference-exit").start()
except RuntimeError:  # imported while the program is ending
    _ending = True

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_fork)  # EXI-09
