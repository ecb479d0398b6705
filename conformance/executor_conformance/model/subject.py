"""A real future with all that is needed to do any event of the table to it."""

from __future__ import annotations

from concurrent import futures
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from executor_conformance.model.step import ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from executor_conformance.model.step import Answer, Step


@dataclass(eq=False)
class Callback:
    """One registration: what it was called with, and whether the future was done by then."""

    future: Any
    calls: list[tuple[tuple[Any, ...], bool]] = field(default_factory=list)

    def __call__(self, *arguments: Any) -> None:
        """Write down one call."""
        self.calls.append((arguments, self.future.done()))


@dataclass(eq=False)
class Subject:
    """A future, the functions `wait` and `as_completed` that belong to it, and its callbacks."""

    future: Any
    wait: Callable[..., Any] = futures.wait
    as_completed: Callable[..., Any] = futures.as_completed
    callbacks: list[Callback] = field(default_factory=list)

    def do(self, step: Step) -> list[Answer]:
        """Do what the step says, and return the answers: two where two functions are asked."""
        return [ask(partial(call, self, step.argument)) for call in CALLS[step.event]]


def _add_callback(subject: Subject, _: Any) -> Any:
    callback = Callback(subject.future)
    subject.callbacks.append(callback)
    return subject.future.add_done_callback(callback)


def _is_done_to_wait(subject: Subject, _: Any) -> bool:
    return subject.future in subject.wait([subject.future], timeout=0).done


def _is_completed(subject: Subject, _: Any) -> bool:
    future = subject.future
    try:
        return any(one is future for one in subject.as_completed([future], timeout=0))
    except TimeoutError:
        return False


CALLS: dict[str, tuple[Callable[[Subject, Any], Any], ...]] = {
    "cancel": (lambda subject, _: subject.future.cancel(),),
    "set_running_or_notify_cancel": (
        lambda subject, _: subject.future.set_running_or_notify_cancel(),
    ),
    "set_result": (lambda subject, value: subject.future.set_result(value),),
    "set_exception": (lambda subject, exception: subject.future.set_exception(exception),),
    "result": (lambda subject, timeout: subject.future.result(timeout),),
    "exception": (lambda subject, timeout: subject.future.exception(timeout),),
    "add_done_callback": (_add_callback,),
    "counted_as_done": (_is_done_to_wait, _is_completed),
}
