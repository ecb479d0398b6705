"""A call that an executor has accepted, together with the future that answers for it."""

from concurrent.futures import InvalidStateError
from contextlib import suppress
from typing import Any

from executor_reference.future import Future


class Task:
    """What waits in a queue: a call, as `(fn, args, kwargs)` or pickled, and its future.

    Whoever takes a task from the queue owns it, and settles it by exactly one of `run`, `cancel`
    and `fail`, or by `claim` and then `fail`, `set_result` or `set_exception`. None of these raises
    when somebody else has called the state methods of the future: the first outcome stands.
    """

    __slots__ = ("_call", "future")

    def __init__(self, call: Any) -> None:
        self.future: Future[Any] = Future()
        self._call = held = [call]
        # LIF-02, LIF-10: nor is a call kept that was cancelled. The future must not refer to this
        # task, or both would stay until the next collection of garbage.
        self.future.add_done_callback(lambda _: held.clear())

    def claim(self) -> bool:
        """Return whether the call is to be executed, which can then no longer be cancelled."""
        try:
            return self.future.set_running_or_notify_cancel()  # CAN-01, CAN-06
        except RuntimeError:
            return False

    def take_call(self) -> Any:
        """Return the call of a claimed task, and keep it no longer."""
        return self._call.pop()

    def run(self) -> None:
        """Execute the call in this thread and settle its future, unless it was cancelled."""
        if not self.claim():
            return
        fn, args, kwargs = self.take_call()
        try:
            result = fn(*args, **kwargs)  # SUB-03, SUB-06, SUB-09, SUB-12, SUB-13
        except BaseException as error:  # RES-12, ERR-09: an exception is never the worker's
            self.set_exception(error)  # ERR-13: and nothing is printed
            del self  # LIF-09: the traceback of the exception holds this frame
        else:
            self.set_result(result)  # LIF-03
        finally:
            del fn, args, kwargs  # LIF-02

    def cancel(self) -> None:
        """Cancel the call if it has not started, and acknowledge that."""
        if self.future.cancel():
            self.claim()  # CAN-07

    def fail(self, error: BaseException) -> None:
        """Let the future fail because its executor broke, unless it is done or cancelled."""
        if self.future.running() or self.claim():  # ERR-06, ERR-07
            self.set_exception(error)

    def set_result(self, result: Any) -> None:
        """Finish the future with the value of the call."""
        with suppress(InvalidStateError):
            self.future.set_result(result)

    def set_exception(self, error: BaseException) -> None:
        """Finish the future with the exception of the call."""
        with suppress(InvalidStateError):
            self.future.set_exception(error)
