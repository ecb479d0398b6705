"""What is done to a future, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

TAKES_ARGUMENT = ("set_result", "set_exception", "result", "exception")


@dataclass(frozen=True)
class Step:
    """An event of the state table, by name.

    The argument is the value of `set_result`, the `Exception` of `set_exception`, or the timeout
    of `result` and `exception` in seconds. Other events take none.
    """

    event: str
    argument: Any = None

    def __str__(self) -> str:
        if self.event == "counted_as_done":
            return "wait, as_completed"
        return f"{self.event}({repr(self.argument) if self.event in TAKES_ARGUMENT else ''})"


@dataclass(frozen=True)
class Answer:
    """What a call returned, or the exception that it raised."""

    given: Any
    raised: bool = False

    def __str__(self) -> str:
        return f"{'raised' if self.raised else 'returned'} {self.given!r}"


def ask(call: Callable[[], Any]) -> Answer:
    """Call, and return what comes back, be it an `Exception`."""
    try:
        return Answer(call())
    except Exception as error:
        return Answer(error, raised=True)
