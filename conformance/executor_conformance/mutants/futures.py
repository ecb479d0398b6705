"""How a mutant gives the futures of the pool that it spoils a class of its own."""

from __future__ import annotations

from typing import Any, TypeVar

_Future = TypeVar("_Future")


def turn_into(kind: type[_Future], future: Any) -> _Future:
    """Change the class of a future, whatever its state, and return it."""
    future.__class__ = kind
    assert isinstance(future, kind)
    return future
