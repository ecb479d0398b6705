"""The smallest executor that keeps the promises: it runs each call inside `submit`."""

from collections.abc import Callable
from threading import current_thread
from typing import ParamSpec, TypeVar

from executor_reference.base import BaseExecutor
from executor_reference.crew import Crew
from executor_reference.future import Future
from executor_reference.task import Task

P = ParamSpec("P")
T = TypeVar("T")


class InlineExecutor(BaseExecutor):
    """An executor without workers: `submit` runs the call in the calling thread, and then returns.

    For tests and debugging, or where an executor is asked for and concurrency is not wanted.
    """

    # ABS-01, ABS-02, ABS-03, ABS-04, ABS-05: there are no workers that keywords could be about.
    def __init__(self) -> None:
        self._crew = Crew()

    def submit(  # type: ignore[override]  # see BaseExecutor
        self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Make the call `fn(*args, **kwargs)`, and return the future of its outcome.

        What the call raises is the outcome, and is not raised here. Raises `RuntimeError` after a
        shutdown.
        """
        task = Task((fn, args, kwargs))
        thread = current_thread()
        with self._crew.lock:
            self._crew.check_open()
            entered = self._crew.enter(thread)
        try:
            task.run()
        finally:
            if entered:
                with self._crew.lock:
                    self._crew.leave(thread)
        try:
            return task.future  # ORD-04
        finally:
            del task  # LIF-09: an exception's traceback refers to the frames below it

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Accept no more calls; wait for those that other threads are in the middle of.

        Nothing is ever pending, and so `cancel_futures` has nothing to cancel.
        """
        self._crew.shutdown(wait, cancel_futures)

    def _check_open(self) -> None:
        with self._crew.lock:
            self._crew.check_open()
