"""The closed set of words for what an edge promises."""

from enum import StrEnum


class Promise(StrEnum):
    """How the two ends of an edge hang together."""

    NOT_BEFORE = "not before"
    FROM_THEN_ON = "from then on"
