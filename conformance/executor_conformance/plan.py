"""Which clauses a run judges."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from executor_conformance.errors import UsageError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from executor_spec import Clause, Specification


@dataclass(frozen=True)
class Selection:
    """What is to be judged: everything, narrowed by each field that is not empty.

    `bases` holds names of bases; ``documented`` includes PEP 3148.
    """

    clauses: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    strict: bool = False

    def choose(self, spec: Specification) -> tuple[Clause, ...]:
        """Return the selected clauses in the order of the specification.

        Raises `UsageError` for a name that the specification does not have, or for a selection
        that is empty.
        """
        _check("clause", self.clauses, (clause.id for clause in spec.clauses))
        _check("chapter", self.chapters, (chapter.name for chapter in spec.chapters))
        _check("level", self.levels, {str(clause.level) for clause in spec.clauses})
        _check("basis", self.bases, (str(b) for clause in spec.clauses for b in clause.basis))
        chosen = tuple(clause for clause in spec.clauses if self._includes(clause))
        if not chosen:
            raise UsageError("no clause is left to judge by this selection; widen it")
        return chosen

    def _includes(self, clause: Clause) -> bool:
        bases = {*self.bases, *(("pep",) if "documented" in self.bases else ())}
        return (
            (not self.clauses or clause.id in self.clauses)
            and (not self.chapters or clause.chapter in self.chapters)
            and (not self.levels or clause.level in self.levels)
            and (not bases or not bases.isdisjoint(clause.basis))
        )


def chapters_of(clauses: Iterable[Clause], spec: Specification) -> list[str]:
    """Return the chapters of clauses and of all that they build on."""
    needed: dict[str, None] = {}
    waiting = list(clauses)
    while waiting:
        clause = waiting.pop()
        if clause.id not in needed:
            needed[clause.id] = None
            waiting += [spec.clause(foundation) for foundation in clause.builds_on]
    return sorted({spec.clause(name).chapter for name in needed})


def _check(what: str, given: Iterable[str], known: Iterable[str]) -> None:
    names = list(dict.fromkeys(known))
    for name in given:
        if name not in names:
            hint = nearest_clause(name, names) if what == "clause" else nearest(name, names)
            raise UsageError(f"there is no {what} {name!r}{hint}")


def nearest_clause(name: str, ids: Iterable[str]) -> str:
    """Return a hint at the clause that was probably meant, or an empty string."""
    known = list(ids)
    match = re.fullmatch(r"([A-Z]{2,4})[-_ ]?0*(\d{1,3})", name.upper())
    if match and f"{match[1]}-{int(match[2]):02}" in known:
        return f"; did you mean '{match[1]}-{int(match[2]):02}'?"
    return nearest(name.upper(), known)
