"""What judged programs fork with, and how they notice that a call will never end."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

# Known to type checkers; importing `typing` for it would delay every program.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, NoReturn

STATUS = 7
"""The exit status of a child that has done what it was told."""

LIFETIME = 120
"""Seconds after which a child ends itself, if nobody has done so: well after every deadline."""

PATIENCE = 5
"""Seconds for a child whose own end proves nothing."""

GRACE = 0.1
"""Seconds that a caller spends in `result` before a call is given up that nobody can run."""


class Child:
    """A forked child of the program. It calls `run`, and exits by `sys.exit(STATUS)`."""

    def __init__(self, run: Callable[[], object]):
        self._pid = os.fork()
        if self._pid == 0:
            signal.alarm(LIFETIME)
            run()
            sys.exit(STATUS)

    def wait(self) -> int:
        """Wait for its end, and return its exit status: negative if a signal ended it."""
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def let_end(self) -> None:
        """Wait for its end for a while, then end it: a child may find a lock held for ever."""
        give_up_at = time.monotonic() + PATIENCE
        while os.waitpid(self._pid, os.WNOHANG) == (0, 0):
            if time.monotonic() > give_up_at:
                os.kill(self._pid, signal.SIGKILL)
                self.wait()
                return
            time.sleep(0.002)


class LostError(Exception):
    """Nobody is there who could complete the future."""


class Fates:
    """Waits for futures, and notices when those who should complete them are gone.

    To wait without a limit would show that too, as a hang, and take its time for it. `wait` is the
    function that takes the executor's futures: an event loop of this thread may complete them.
    """

    def __init__(self, wait: Callable[..., object]) -> None:
        self._wait = wait
        self._died: list[str] = []
        threading.excepthook = self._note_death

    def outcomes(self, futures: Iterable[Any]) -> list[Any]:
        """Return the values of the futures; `LostError` if nobody can complete one any more."""
        return [self._outcome(future) for future in futures]

    def _outcome(self, future: Any) -> Any:
        while not future.done():
            alone = len(sys._current_frames()) == 1  # noqa: SLF001
            if alone or self._died:
                return self._last_look(future, alone)
            self._wait([future], timeout=0.001)
        return future.result()

    def _last_look(self, future: Any, alone: bool) -> Any:
        try:
            return future.result(timeout=GRACE)
        except TimeoutError:
            why = "there are no other threads" if alone else f"{self._died[0]} has died"
            raise LostError(why) from None

    def _note_death(self, args: Any) -> None:
        name = args.thread.name if args.thread else "a thread"
        self._died.append(f"{name} of {args.exc_type.__name__}: {args.exc_value}")


def give_up() -> NoReturn:
    """End the program and its worker processes, which could not end in order."""
    multiprocessing = sys.modules.get("multiprocessing")
    # A child has inherited these as well, and they are its parent's.
    own = os.getpid() == _program and multiprocessing
    for process in own.active_children() if own else ():
        os.kill(process.pid, signal.SIGKILL)
    sys.stderr.flush()
    os._exit(1)


def give_up_on_errors() -> None:
    """Have an error end the program, though its calls wait at closed gates."""

    def report_and_give_up(*error: Any) -> None:
        sys.__excepthook__(*error)
        give_up()

    sys.excepthook = report_and_give_up


_program = os.getpid()
