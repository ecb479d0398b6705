"""What threads did, in the order in which it began and ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from executor_conformance.model import Answer, Step


FUTURE, GATE, POOL = "future", "gate", "pool"
"""Subjects of which a history has one. Others are futures, named after their calls."""


@dataclass(frozen=True, eq=False)
class Operation:
    """One call by a thread, on what the `subject` names.

    `invoked` and `responded` are places in the order of all invocations and responses. What the
    executor does by itself has neither an answer nor a response: it may take effect at any time
    after its invocation, or not at all. `called_back` says of `add_done_callback` that the callback
    was called in the same thread before the response.
    """

    thread: str
    subject: str
    step: Step
    answer: Answer | None
    invoked: int
    responded: int | None = None
    called_back: bool = False

    @property
    def seen(self) -> bool:
        """Whether a thread has made the operation and got an answer."""
        return self.responded is not None


@dataclass(frozen=True, eq=False)
class History:
    """All operations of one round; `threads` are the names of those that made them."""

    threads: tuple[str, ...]
    operations: tuple[Operation, ...]

    @property
    def subjects(self) -> tuple[str, ...]:
        """What operations were made on, in the order of the first of each."""
        return tuple(dict.fromkeys(operation.subject for operation in self.operations))

    def of(self, subject: str) -> tuple[Operation, ...]:
        """Return the operations on one subject."""
        return tuple(one for one in self.operations if one.subject == subject)
