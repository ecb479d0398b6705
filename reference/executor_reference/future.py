"""The future: one outcome, which any number of threads can wait for.

    pending ──▶ running ──▶ finished
       │                       ▲
       ├───────────────────────┘
       └──▶ cancelled ──▶ acknowledged

A future is *done* in the last three states, and never leaves them except from cancelled to
acknowledged, when the executor comes across a cancelled call and drops it.
"""

import enum
import logging
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, InvalidStateError
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

from executor_reference.clock import deadline, remaining

if TYPE_CHECKING:
    from queue import SimpleQueue
    from types import TracebackType

T = TypeVar("T")

# The logger of the interface, where programs that watch executors already listen.
log = logging.getLogger("concurrent.futures")


class State(enum.Enum):
    """Where a future is in its life."""

    PENDING = "pending"
    RUNNING = "running"
    CANCELLED = "cancelled"
    ACKNOWLEDGED = "acknowledged"  # told from cancelled by the executor only
    FINISHED = "finished"


UNDECIDED = frozenset({State.PENDING, State.RUNNING})


class Future(Generic[T]):
    """The outcome of a call that may still be pending or running.

    Callers ask, wait, cancel and register callbacks. `set_running_or_notify_cancel`, `set_result`
    and `set_exception` are for executors, and for tests.
    """

    # CCY-12: each change is made under the lock, and each query is one look at the state.
    # FUT-11: equality and hash are those of `object`, by identity.
    # FUT-12: no slots, and so weak references.

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._state = State.PENDING  # FUT-01
        self._result: T | None = None
        self._exception: BaseException | None = None
        self._traceback: TracebackType | None = None
        self._callbacks: list[Callable[[Future[T]], object]] = []
        self._waiters: list[SimpleQueue[Future[Any]]] = []

    def __repr__(self) -> str:
        with self._condition:
            state = "cancelled" if self.cancelled() else self._state.value
            if self._state is State.FINISHED:
                failed = self._exception is not None
                outcome = self._exception if failed else self._result
                state += f" {'raised' if failed else 'returned'} {type(outcome).__name__}"
        return f"<{type(self).__name__} at {id(self):#x} state={state}>"

    def __reduce__(self) -> NoReturn:
        # FUT-13, PRC-12: a copy would wait for an outcome that only the original receives
        raise TypeError("a future cannot be copied or pickled: pass on its result instead")

    def running(self) -> bool:
        """Return whether the call is being executed, and can no longer be cancelled."""
        return self._state is State.RUNNING  # FUT-02

    def cancelled(self) -> bool:
        """Return whether the future was cancelled."""
        return self._state in (State.CANCELLED, State.ACKNOWLEDGED)  # FUT-04

    def done(self) -> bool:
        """Return whether the future has an outcome: a value, an exception or its cancellation."""
        return self._state not in UNDECIDED  # FUT-03, FUT-04

    def result(self, timeout: float | None = None) -> T:
        """Wait for the outcome, and return the value of the call or raise its exception.

        Raises `TimeoutError` when the future is not done within `timeout` seconds, and
        `CancelledError` when it was cancelled.
        """
        try:
            self._wait(timeout)
            if self._exception is not None:  # RES-14: an exception may be false
                # RES-03, RES-15; with the traceback of the call, so that it does not grow (RES-17)
                raise self._exception.with_traceback(self._traceback)
            # FRK-06: kept here, and not where the call was run
            return self._result  # type: ignore[return-value]  # RES-01, RES-10, RES-11
        finally:
            del self  # LIF-09: the traceback of the exception holds this frame

    def exception(self, timeout: float | None = None) -> BaseException | None:
        """Wait for the outcome, and return the exception of the call, or None if it returned.

        Raises `TimeoutError` and `CancelledError` as `result` does.
        """
        self._wait(timeout)
        return self._exception  # RES-04

    def _wait(self, timeout: float | None) -> None:
        with self._condition:  # CCY-11: held from the look at the state to the sleep
            if self._state in UNDECIDED:  # RES-09: no look at the clock once done
                due = deadline(timeout)
                # RES-02, RES-06, FRK-12: a wake-up alone proves nothing
                while self._state in UNDECIDED:
                    left = remaining(due)
                    if left is not None and left <= 0:  # RES-07
                        raise TimeoutError(f"not done within {timeout} seconds")  # ERR-02, RES-08
                    self._condition.wait(left)  # FRK-08, FRK-09: given up without a trace
            if self._state is not State.FINISHED:
                raise CancelledError("the future was cancelled")  # RES-05, RES-13

    def add_done_callback(self, fn: Callable[["Future[T]"], object], /) -> None:
        """Call `fn` with this future once it is done; at once, in this thread, if it is already.

        Callbacks run in the order of registration, in whichever thread of this process decides the
        outcome. What they raise is logged to the logger `concurrent.futures`, and goes no further.
        """
        with self._condition:  # CCY-06
            if self._state in UNDECIDED:
                self._callbacks.append(fn)  # CBK-03, CBK-04, FRK-07
                return
        self._run_callback(fn)  # CBK-06, CBK-11

    def cancel(self) -> bool:
        """Cancel the call if it has not started; return whether the future is cancelled."""
        with self._condition:  # CCY-03
            if self._state in (State.RUNNING, State.FINISHED):
                return False  # CAN-02, CAN-03, FUT-05
            if self._state is not State.PENDING:
                return True  # CAN-04
            callbacks = self._decide(State.CANCELLED)  # CAN-05, CAN-09
        self._run_callbacks(callbacks)
        return True

    def set_running_or_notify_cancel(self) -> bool:
        """Mark the call as running and return True; if it was cancelled, acknowledge it: False.

        To be called once, before the call is executed. Raises `RuntimeError` in any state but
        pending and cancelled.
        """
        with self._condition:
            if self._state is State.PENDING:
                self._state = State.RUNNING  # FUT-06
                return True
            if self._state is State.CANCELLED:  # FUT-07: those who wait were told by `cancel`
                self._state = State.ACKNOWLEDGED
                return False
        raise RuntimeError(f"{self!r} cannot start: only a pending future can")  # FUT-08

    def set_result(self, result: T) -> None:
        """Finish the future with a value; raise `InvalidStateError` if it is done."""
        self._finish(result=result)

    def set_exception(self, exception: BaseException) -> None:
        """Finish the future with an exception; raise `InvalidStateError` if it is done."""
        if not isinstance(exception, BaseException):
            raise TypeError(f"exception must be an exception instance, not {exception!r}")
        self._finish(exception=exception)

    def _finish(self, result: Any = None, exception: BaseException | None = None) -> None:
        with self._condition:
            if self._state not in UNDECIDED:
                raise InvalidStateError(f"{self!r} already has an outcome")  # FUT-05, FUT-10
            self._result = result
            self._exception = exception
            self._traceback = exception.__traceback__ if exception is not None else None
            callbacks = self._decide(State.FINISHED)  # FUT-09
        self._run_callbacks(callbacks)

    def _decide(self, state: State) -> list[Callable[["Future[T]"], object]]:
        """Enter a done state, wake all who wait, and hand out the callbacks, each once."""
        self._state = state
        self._condition.notify_all()  # RES-05, RES-16, CCY-04
        for waiter in self._waiters:
            waiter.put(self)  # WAI-12, WAI-13, ASC-08: a cancellation is reported at once
        self._waiters.clear()
        callbacks, self._callbacks = self._callbacks, []  # CBK-02
        return callbacks

    def _run_callbacks(self, callbacks: list[Callable[["Future[T]"], object]]) -> None:
        for fn in callbacks:  # CBK-03, CBK-10
            self._run_callback(fn)

    def _run_callback(self, fn: Callable[["Future[T]"], object]) -> None:
        # Never under the lock: a callback may use this future (CBK-05), and may take its time, in
        # which others use it (CCY-08).
        try:
            fn(self)  # CBK-01
        except BaseException:  # CBK-07, CBK-09, CBK-15: not even SystemExit may reach who decides
            log.exception("callback %r of %r raised", fn, self)  # CBK-08

    def _subscribe(self, waiter: "SimpleQueue[Future[Any]]") -> None:
        """Put this future into `waiter` once it is done: see `waiting`."""
        with self._condition:  # CCY-11
            if self._state in UNDECIDED:
                self._waiters.append(waiter)
            else:
                waiter.put(self)

    def _unsubscribe(self, waiter: "SimpleQueue[Future[Any]]") -> None:
        with self._condition:
            if waiter in self._waiters:
                self._waiters.remove(waiter)
