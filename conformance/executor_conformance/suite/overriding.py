"""Looking at the calls that an executor submits to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


def watch_submit(
    monkeypatch: pytest.MonkeyPatch, executor: Any, look: Callable[[int], None]
) -> list[int]:
    """Have `look` called with its number before each call that comes to `submit`.

    Returns the list of these numbers. What `look` raises, `submit` raises.
    """
    seen: list[int] = []
    accept = executor.submit

    def submit(fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        seen.append(len(seen) + 1)
        look(seen[-1])
        return accept(fn, *args, **kwargs)

    try:
        monkeypatch.setattr(executor, "submit", submit)
    except (AttributeError, TypeError):
        pytest.skip("the submit of this executor cannot be replaced")
    return seen
