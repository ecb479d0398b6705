"""The passages of the founding document as frozen, typed objects."""

from __future__ import annotations

from dataclasses import dataclass

from executor_spec.errors import UnknownPassageError
from executor_spec.suggest import nearest


@dataclass(frozen=True, slots=True)
class Slip:
    """What a passage says that is not so, or not all, and what is."""

    claim: str
    fact: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A statement or an example of the founding document, in our words.

    `clauses` are the ids of the clauses that promise what it says. A passage that says nothing
    about executors has none, and `no_behaviour` tells why. `example` is the name of a program
    that shows it.
    """

    id: str
    says: str
    clauses: tuple[str, ...]
    no_behaviour: str | None
    slips: tuple[Slip, ...]
    example: str | None

    @property
    def section(self) -> str:
        """The number of the section it stands in, such as `3.1` for the passage `3.1-2`."""
        return self.id.partition("-")[0]


@dataclass(frozen=True, slots=True)
class FoundingSection:
    """A section of the founding document: its number, our title, its passages in their order."""

    number: str
    title: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class FoundingDocument:
    """All sections in reading order."""

    sections: tuple[FoundingSection, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages in reading order."""
        return tuple(passage for section in self.sections for passage in section.passages)

    def passage(self, passage_id: str) -> Passage:
        """Return the passage of an id, or raise `UnknownPassageError`."""
        known = {passage.id: passage for passage in self.passages}
        if passage_id not in known:
            raise UnknownPassageError(
                f"There is no passage {passage_id}. {nearest(passage_id, known)}"
            )
        return known[passage_id]
