"""A future that owes nothing to the standard library's but the exceptions that callers catch."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import CancelledError
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable


class State(Enum):
    """How far a call has come."""

    PENDING = auto()
    RUNNING = auto()
    CANCELLED = auto()
    FINISHED = auto()


class OwnFuture:
    """The outcome of one call."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._state = State.PENDING
        self._value: Any = None
        self._error: BaseException | None = None
        self._callbacks: list[Callable[..., object]] = []

    def __reduce__(self) -> NoReturn:
        raise TypeError("a future cannot be copied or pickled")

    def cancel(self) -> bool:
        """Cancel the call if it has not begun, and say whether it is cancelled."""
        with self._changed:
            if self._state is State.CANCELLED:
                return True
            if self._state is not State.PENDING:
                return False
            self._state = State.CANCELLED
            self._changed.notify_all()
        self._call_back()
        return True

    def cancelled(self) -> bool:
        """Say whether the call was cancelled."""
        return self._state is State.CANCELLED

    def running(self) -> bool:
        """Say whether the call is running."""
        return self._state is State.RUNNING

    def done(self) -> bool:
        """Say whether the call has ended or was cancelled."""
        return self._state in (State.CANCELLED, State.FINISHED)

    def result(self, timeout: float | None = None) -> Any:
        """Wait, for `timeout` seconds at most, and return or raise what the call came to."""
        error = self.exception(timeout)
        if error is None:
            return self._value
        try:
            raise error
        finally:
            # The traceback holds this frame: no cycle through it.
            del error, self

    def exception(self, timeout: float | None = None) -> BaseException | None:
        """Wait, for `timeout` seconds at most, and return what the call has raised, or None."""
        with self._changed:
            if not self._changed.wait_for(self.done, timeout):
                raise TimeoutError
            if self._state is State.CANCELLED:
                raise CancelledError
            return self._error

    def add_done_callback(self, fn: Callable[..., object]) -> None:
        """Have `fn` called with this future once it is done."""
        with self._changed:
            if not self.done():
                self._callbacks.append(fn)
                return
        self._call(fn)

    def begin(self) -> bool:
        """Mark the call as running, and say whether it may run: not if it was cancelled."""
        with self._changed:
            if self._state is State.PENDING:
                self._state = State.RUNNING
            return self._state is State.RUNNING

    def finish(self, value: Any = None, error: BaseException | None = None) -> None:
        """Set what the call came to."""
        with self._changed:
            if self.done():
                return
            self._value, self._error = value, error
            self._state = State.FINISHED
            self._changed.notify_all()
        self._call_back()

    def _call_back(self) -> None:
        callbacks, self._callbacks = self._callbacks, []
        for fn in callbacks:
            self._call(fn)

    def _call(self, fn: Callable[..., object]) -> None:
        try:
            fn(self)
        except BaseException:
            logging.getLogger(__name__).exception("a done-callback of %r raised", self)
