"""Checks that need more than one clause: ids, foundations, retirement."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from executor_spec.clauses import ID
from executor_spec.errors import SpecificationError
from executor_spec.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from executor_spec.model import Capability, Chapter, Clause


@dataclass(frozen=True, slots=True)
class Retirement:
    """An id that a chapter no longer uses, and the id or the reason that took its place."""

    id: str
    target: str
    chapter: Chapter

    @property
    def place(self) -> str:
        """Where it is written, as errors name it."""
        return f"{file_of(self.chapter.name)}, retired"


def require_consistency(chapters: Iterable[Chapter], retirements: Collection[Retirement]) -> None:
    """Raise `SpecificationError` for the first contradiction between chapters or clauses."""
    retired = {retirement.id for retirement in retirements}
    owners: dict[str, str] = {}
    clauses: dict[str, Clause] = {}
    for chapter in chapters:
        _require_own_prefix(chapter, owners)
        for clause in chapter.clauses:
            _require_id(clause.id, chapter, _place(clause))
            _require_fresh(clause, clauses, retired)
            clauses[clause.id] = clause
    for retirement in retirements:
        _require_id(retirement.id, retirement.chapter, retirement.place)
        _require_target(retirement, clauses)
    _require_foundations(clauses)
    _require_no_circle(clauses)


def require_refusals(capabilities: Iterable[Capability], chapters: Iterable[Chapter]) -> None:
    """Raise `SpecificationError` if a capability's use is refused by a clause about another."""
    clauses = {clause.id: clause for chapter in chapters for clause in chapter.clauses}
    for capability in capabilities:
        if capability.refused_by is None:
            continue
        where = f"capabilities.toml, {capability.name}"
        clause = clauses.get(capability.refused_by)
        if clause is None:
            raise SpecificationError(
                where,
                f"it is refused by {capability.refused_by}, which does not exist",
                nearest(capability.refused_by, clauses),
            )
        if capability.name not in clause.needs.absent:
            raise SpecificationError(
                where,
                f"it is refused by {clause.id}, which does not need its absence",
                f"Add {capability.name!r} to the 'absent' of that clause, or name another.",
            )


def file_of(chapter: str) -> str:
    """Return the file of a chapter, as errors name it."""
    return f"chapters/{chapter}.toml"


def _place(clause: Clause) -> str:
    return f"{file_of(clause.chapter)}, clause {clause.id}"


def _require_own_prefix(chapter: Chapter, owners: dict[str, str]) -> None:
    owner = owners.setdefault(chapter.prefix, chapter.name)
    if owner != chapter.name:
        raise SpecificationError(
            file_of(chapter.name),
            f"the prefix {chapter.prefix!r} belongs to the chapter {owner!r} already",
            "Choose another.",
        )


def _require_id(clause_id: str, chapter: Chapter, where: str) -> None:
    if not ID.fullmatch(clause_id):
        raise SpecificationError(
            where, f"{clause_id!r} is not an id", f"Write it like {chapter.prefix}-01."
        )
    if clause_id.partition("-")[0] != chapter.prefix:
        raise SpecificationError(
            where,
            f"the id {clause_id} does not begin with {chapter.prefix}-, the prefix of its chapter",
            "Change the id, or move it to the chapter it belongs to.",
        )


def _require_fresh(clause: Clause, clauses: Mapping[str, Clause], retired: Collection[str]) -> None:
    if clause.id in clauses:
        raise SpecificationError(
            _place(clause), "the id is used twice", "Give one of the two the next free number."
        )
    if clause.id in retired:
        raise SpecificationError(
            _place(clause), "the id was retired", "Ids are never reused: take the next free number."
        )


def _require_target(retirement: Retirement, clauses: Mapping[str, Clause]) -> None:
    if ID.fullmatch(retirement.target) and retirement.target not in clauses:
        raise SpecificationError(
            retirement.place,
            f"{retirement.id} was merged into {retirement.target}, which does not exist",
            f"{nearest(retirement.target, clauses)} A reason in words will do as well.",
        )


def _require_foundations(clauses: Mapping[str, Clause]) -> None:
    for clause in clauses.values():
        for foundation in clause.builds_on:
            if foundation not in clauses:
                raise SpecificationError(
                    _place(clause),
                    f"it builds on {foundation}, which does not exist",
                    nearest(foundation, clauses),
                )


def _require_no_circle(clauses: Mapping[str, Clause]) -> None:
    graph = TopologicalSorter({clause.id: clause.builds_on for clause in clauses.values()})
    try:
        graph.prepare()
    except CycleError as error:
        # graphlib lists a foundation before what builds on it.
        circle: list[str] = error.args[1][::-1]
        raise SpecificationError(
            _place(clauses[circle[0]]),
            f"clauses build on one another in a circle ({' → '.join(circle)})",
            "Remove the link whose test can run without the other clause.",
        ) from None
