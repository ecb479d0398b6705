"""What the signature of a method says, as far as it can be read."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def parameters_of(method: Callable[..., Any]) -> list[inspect.Parameter]:
    """Return the parameters of a method, none if it does not tell."""
    try:
        return list(inspect.signature(method).parameters.values())
    except (TypeError, ValueError):
        return []


def assert_own_name(adapter: Any, method: str) -> None:
    """Fail if an executor has a method under a name that only its adapter knows."""
    other = adapter.methods.get(method)
    assert other is None, f"there is no {method}: the adapter says to use {other} in its place"


def by_name(parameter: inspect.Parameter) -> bool:
    """Say whether a parameter can be given by its name."""
    return parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)


def by_position(parameter: inspect.Parameter) -> bool:
    """Say whether a parameter can be given by its position."""
    return parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.POSITIONAL_ONLY)
