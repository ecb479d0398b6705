"""Callables, arguments and outcomes that do not survive serialising. For workers, like `tasks`."""

from __future__ import annotations

# Known to type checkers; importing `typing` for it would cost every worker.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn


class NotPickled:
    """A callable that cannot be pickled."""

    def __call__(self) -> None:
        """Do nothing."""

    def __reduce__(self) -> NoReturn:
        raise TypeError("this cannot be pickled, on purpose")


class NotPickledError(Exception):
    """An exception that cannot be pickled."""

    def __reduce__(self) -> NoReturn:
        raise TypeError("this cannot be pickled, on purpose")


class NotRebuilt:
    """An object that can be pickled and not unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _refuse, ()


class NotRebuiltError(Exception):
    """An exception that is made of more than it is pickled with."""

    def __init__(self, text: str, number: int):
        super().__init__(f"{text} {number}")


def _refuse() -> NoReturn:
    raise ValueError("this cannot be unpickled, on purpose")


def return_not_pickled() -> NotPickled:
    """Return what cannot be pickled."""
    return NotPickled()


def raise_not_pickled() -> None:
    """Raise what cannot be pickled."""
    raise NotPickledError("on purpose")


def return_not_rebuilt() -> NotRebuilt:
    """Return what cannot be unpickled."""
    return NotRebuilt()


def raise_not_rebuilt() -> None:
    """Raise what cannot be unpickled."""
    raise NotRebuiltError("on purpose", 1)


def nested(depth: int) -> list[Any]:
    """Return lists within lists."""
    outer: list[Any] = []
    for _ in range(depth):
        outer = [outer]
    return outer
