"""What judged programs send themselves signals with, while their main thread waits in a call."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

# Known to type checkers; importing `typing` for it would delay every program.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

LOOKS = 6
"""How many times in a row the main thread is found asleep at one place before it counts as so."""

INTERVAL = 0.001
"""Seconds between two looks."""


class Interrupted(KeyboardInterrupt):
    """What the handler raises, as that of Ctrl-C does."""


class Signals:
    """Signals for the main thread, sent while it waits and at no other time.

    So the handler's exception cannot come up in the middle of something else.
    """

    def __init__(self) -> None:
        self.handled = 0
        self._armed = False
        self._over = False
        signal.signal(signal.SIGUSR2, self._handle)

    def interrupt(self, call: Callable[[], Any], rescue: Callable[[], object]) -> str:
        """Make a call and raise an exception in it; return "interrupted" if that comes out.

        Otherwise return "returned", or "went on" if the call was found waiting after the
        exception; `rescue` has let it end then.
        """
        went_on = threading.Event()
        before = self.handled

        def send() -> None:
            while self._waits():
                if self.handled > before:
                    went_on.set()
                    rescue()
                    return
                self._send()

        try:
            self._armed = True
            self._with_thread(send, call)
        except Interrupted:
            return "went on" if went_on.is_set() else "interrupted"
        return "went on" if went_on.is_set() else "returned"

    def pester(self, call: Callable[[], Any], release: Callable[[], object]) -> str:
        """Make a call, have two signals handled in it, and release it.

        Return "released", or "ended early" if the call has ended before that.
        """
        released = threading.Event()

        def send() -> None:
            for _ in range(2):
                if not self._waits():
                    return
                before = self.handled
                self._send()
                while self.handled == before and not self._over:
                    time.sleep(INTERVAL)
            released.set()
            release()

        self._with_thread(send, call)
        return "released" if released.is_set() else "ended early"

    def _with_thread(self, send: Callable[[], None], call: Callable[[], Any]) -> None:
        self._over = False
        thread = threading.Thread(target=send)
        thread.start()
        try:
            call()
        finally:
            self._armed = False
            self._over = True
            thread.join()

    def _send(self) -> None:
        signal.pthread_kill(_main.ident, signal.SIGUSR2)

    def _handle(self, *_: Any) -> None:
        self.handled += 1
        if self._armed:
            self._armed = False
            raise Interrupted

    def _waits(self) -> bool:
        """Return once the main thread waits for something: False if its call is over."""
        place, looks = None, 0
        while looks < LOOKS:
            time.sleep(INTERVAL)
            asleep = _asleep()
            frame = sys._current_frames()[_main.ident]  # noqa: SLF001
            found = (id(frame), frame.f_lasti)
            looks = looks + 1 if asleep and found == place else 0
            place = found
            del frame
            if self._over:
                return False
        return True


_main: Any = threading.main_thread()


def _asleep() -> bool:
    """Say whether the system has put the main thread to sleep, if it can tell.

    A thread that has only not got its turn is at one place for a while, too.
    """
    try:
        # Not its `native_id`, which a forked process may have from its parent.
        with open(f"/proc/self/task/{os.getpid()}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[0] == b"S"
    except OSError:
        return True
