"""The specification as frozen objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from executor_spec.errors import UnknownChapterError, UnknownClauseError
from executor_spec.hashing import clause_hash, specification_hash
from executor_spec.suggest import nearest
from executor_spec.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from executor_spec.source import Source
    from executor_spec.vocabulary import Basis, Level, PythonVersion


@dataclass(frozen=True, slots=True)
class Needs:
    """What an executor must have for a clause to apply to it.

    `capabilities` must be present and those in `absent` must not be. `family` is `"stdlib"` for
    names and texts that only the standard library has.
    """

    capabilities: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = tuple(Kind)
    workers: int = 1
    family: Literal["stdlib"] | None = None
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One testable promise.

    `builds_on` names the clauses that the test of this one cannot run without. `since` and
    `until` are the first and the last release of Python whose standard library it applies to.
    `outcomes` are the permitted ones where the level leaves a choice.
    """

    id: str
    chapter: str
    level: Level
    basis: tuple[Basis, ...]
    sentence: str
    needs: Needs
    builds_on: tuple[str, ...]
    since: PythonVersion | None
    until: PythonVersion | None
    why: str
    sources: tuple[Source, ...]
    outcomes: tuple[str, ...]

    @property
    def hash(self) -> str:
        """A short digest of the sentence, the level and the needs."""
        return clause_hash(self)


@dataclass(frozen=True, slots=True)
class Chapter:
    """The clauses of one area, in reading order; the introduction is reStructuredText."""

    name: str
    prefix: str
    title: str
    introduction: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Capability:
    """An optional ability of an executor: what it means, and how it shows.

    `refused_by` is the clause that judges how its use is refused where it is absent. Where there
    can be none, `unrefusable` says why.
    """

    name: str
    meaning: str
    shows: str
    refused_by: str | None = None
    unrefusable: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Specification:
    """All chapters in reading order, the retired ids, and the known capabilities.

    `retired` maps an id that is no longer used to the id it was merged into or to a reason.
    """

    version: str
    chapters: tuple[Chapter, ...]
    retired: Mapping[str, str]
    capabilities: Mapping[str, Capability]
    clauses: tuple[Clause, ...] = field(init=False, repr=False)
    _by_id: Mapping[str, Clause] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        clauses = tuple(clause for chapter in self.chapters for clause in chapter.clauses)
        object.__setattr__(self, "clauses", clauses)
        object.__setattr__(self, "_by_id", {clause.id: clause for clause in clauses})

    def clause(self, clause_id: str) -> Clause:
        """Return the clause of an id, or raise `UnknownClauseError`."""
        found = self._by_id.get(clause_id)
        if found is not None:
            return found
        if clause_id in self.retired:
            raise UnknownClauseError(f"{clause_id} was retired: {self.retired[clause_id]}.")
        raise UnknownClauseError(
            f"There is no clause {clause_id}. {nearest(clause_id, self._by_id)}"
        )

    def chapter(self, name: str) -> Chapter:
        """Return the chapter of a name, or raise `UnknownChapterError`."""
        names = []
        for chapter in self.chapters:
            if chapter.name == name:
                return chapter
            names.append(chapter.name)
        raise UnknownChapterError(f"There is no chapter {name}. {nearest(name, names)}")

    @property
    def hash(self) -> str:
        """A short digest of all ids with the hashes of their clauses."""
        return specification_hash(self.clauses)
