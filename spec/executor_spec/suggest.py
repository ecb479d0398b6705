"""Suggestions for a misspelt word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

FEW = 20


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a sentence that names the known words nearest to `word`, or all of a few."""
    import difflib  # only errors need it

    words = list(known)
    by_folded = {candidate.casefold(): candidate for candidate in words}
    matches = difflib.get_close_matches(word.casefold(), by_folded, n=3, cutoff=0.7)
    if matches:
        return f"Did you mean {' or '.join(by_folded[match] for match in matches)}?"
    if not words:
        return "None are known."
    if len(words) > FEW:
        return f"{len(words)} are known, none of them near."
    return f"Known: {', '.join(words)}."
