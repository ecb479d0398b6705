"""Errors for people: what is wrong, where, and what to do."""

from __future__ import annotations

# Known to type checkers; importing `typing` for it would cost every worker.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class UsageError(Exception):
    """The kit was asked for something that it cannot do; the text says what to do."""


class TargetError(UsageError):
    """The implementation under test cannot be loaded or made."""


class KitError(Exception):
    """The kit itself failed, which says nothing about the implementation under test."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint at the known word nearest to an unknown one, or an empty string."""
    import difflib

    close = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
