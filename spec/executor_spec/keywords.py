"""Agreement between the keywords of a sentence (RFC 2119) and the level of its clause."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from executor_spec.vocabulary import Level

if TYPE_CHECKING:
    from executor_spec.table import Table

KEYWORD = re.compile(r"\b(MUST|SHALL|REQUIRED|SHOULD|RECOMMENDED|MAY|OPTIONAL)\b")

PERMITTED = {
    Level.MUST: {"MUST"},
    Level.SHOULD: {"SHOULD"},
    Level.MAY: {"MAY"},
    Level.IMPLEMENTATION_DEFINED: {"MAY"},
}


def require_agreement(table: Table, sentence: str, level: Level) -> None:
    """Raise unless the sentence speaks with the keyword of its level, and with no other.

    What is implementation-defined may be said without a keyword.
    """
    found = set(KEYWORD.findall(sentence))
    permitted = PERMITTED[level]
    for keyword in sorted(found - permitted):
        raise table.error(
            f"the level is {level.value!r}, but the sentence says {keyword}",
            "Change one of the two, or split the clause.",
        )
    if not found and level is not Level.IMPLEMENTATION_DEFINED:
        (keyword,) = permitted
        raise table.error(
            f"the level is {level.value!r}, but the sentence does not say {keyword}",
            "Word it with that keyword, in capitals.",
        )
