"""Several reports as one table: a column for each run, a row for each clause. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from executor_conformance.comparing import Side
from executor_conformance.judgement import BROKEN, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from executor_conformance.reports import ReportedRun
    from executor_spec import Specification

QUIET = frozenset({"pass", "observed", "unsupported", "not planned"})
"""Verdicts that say nothing against an executor."""

AGAINST = BROKEN | {Verdict.ERROR, Verdict.XPASS}
"""Verdicts that say something against it which is not declared."""


@dataclass(frozen=True)
class Column:
    """One run: who was judged, by which Python, and how many clauses came to what."""

    name: str
    version: str
    python: str
    broken: int
    declared: int
    judged: int

    @classmethod
    def of(cls, run: ReportedRun) -> Column:
        """Take a run of a report."""
        verdicts = [record["verdict"] for record in run.clauses.values()]
        return cls(
            run.name,
            str(run.header["version"]),
            str(run.header["python"]),
            broken=sum(verdict in AGAINST for verdict in verdicts),
            declared=sum(verdict == "xfail" for verdict in verdicts),
            judged=sum(verdict not in ("unsupported", "blocked") for verdict in verdicts),
        )


@dataclass(frozen=True)
class Row:
    """One clause, and what each run says of it."""

    clause: str
    level: str
    sentence: str
    chapter: str
    cells: tuple[Side, ...]

    @property
    def quiet(self) -> bool:
        """Whether no run has anything against an executor here."""
        return all(cell.verdict in QUIET for cell in self.cells)


@dataclass(frozen=True)
class Matrix:
    """All of it, in the order of the specification."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def telling(self) -> tuple[Row, ...]:
        """The rows on which some run has something to say."""
        return tuple(row for row in self.rows if not row.quiet)


def make_matrix(runs: Sequence[ReportedRun], spec: Specification) -> Matrix:
    """Put runs side by side, ordered by name, then by Python.

    A clause that none of them was to judge has no row, and none has one that the specification does
    not know any more.
    """
    ordered = sorted(runs, key=lambda run: (run.name, _number(run.header["python"])))
    titles = {chapter.name: chapter.title for chapter in spec.chapters}
    planned = {name for run in ordered for name in run.header["planned"]}
    rows = (
        Row(
            clause.id,
            str(clause.level),
            clause.sentence,
            titles[clause.chapter],
            tuple(Side.of(run.clauses.get(clause.id)) for run in ordered),
        )
        for clause in spec.clauses
        if clause.id in planned
    )
    return Matrix(tuple(map(Column.of, ordered)), tuple(rows))


def _number(python: str) -> tuple[str, Iterable[int], str]:
    implementation, version, *build = python.split()
    numbers = tuple(int(part) if part.isdecimal() else -1 for part in version.split("."))
    return implementation, numbers, " ".join(build)
