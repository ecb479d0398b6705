"""Where two reports differ. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from executor_conformance.reports import ReportedRun

ABSENT = "not planned"
"""What stands for the verdict on a clause that a run was not to judge."""


@dataclass(frozen=True)
class Side:
    """What one report says of a clause: the verdict, and what else there is to say about it."""

    verdict: str
    shown: str = ""
    outcomes: tuple[str, ...] = ()
    detail: str = ""
    hash: str = ""

    @classmethod
    def of(cls, record: dict[str, Any] | None) -> Side:
        """Take a record, or None for a clause that was not planned."""
        if record is None:
            return cls(ABSENT)
        shown = record.get("shown", "") if record["verdict"] == "xfail" else ""
        outcomes = tuple(record.get("outcomes", ()))
        return cls(record["verdict"], shown, outcomes, record.get("detail", ""), record["hash"])

    @property
    def word(self) -> str:
        """The verdict, for an expected failure with what it showed as."""
        return f"{self.verdict} ({self.shown})" if self.shown else self.verdict

    def same_as(self, other: Side) -> bool:
        """Say whether both come to the same."""
        mine = (self.verdict, self.shown, self.outcomes)
        return mine == (other.verdict, other.shown, other.outcomes)


@dataclass(frozen=True)
class Difference:
    """A clause on which two runs differ. It is stale if they judged it by different words."""

    clause: str
    first: Side
    second: Side

    @property
    def stale(self) -> bool:
        """Whether the clause was reworded between the two."""
        return _reworded(self.first, self.second)


@dataclass(frozen=True)
class Comparison:
    """Two runs side by side: where they differ, and what is the same under other words."""

    first: ReportedRun
    second: ReportedRun
    differences: tuple[Difference, ...]
    reworded: tuple[str, ...]
    compared: int


@dataclass(frozen=True)
class ReportDiff:
    """Two reports side by side, run by run; those that have no counterpart stand apart."""

    comparisons: tuple[Comparison, ...]
    only_first: tuple[ReportedRun, ...] = ()
    only_second: tuple[ReportedRun, ...] = ()

    @property
    def same(self) -> bool:
        """Whether every verdict and outcome is the same in both."""
        apart = self.only_first or self.only_second
        return not apart and not any(pair.differences for pair in self.comparisons)


def compare_reports(first: Sequence[ReportedRun], second: Sequence[ReportedRun]) -> ReportDiff:
    """Compare two reports. One run each are compared as they are, several by their names."""
    if len(first) == len(second) == 1:
        return ReportDiff((compare_runs(first[0], second[0]),))
    left = list(second)
    pairs, alone = [], []
    for run in first:
        other = next((other for other in left if other.name == run.name), None)
        if other is None:
            alone.append(run)
        else:
            left.remove(other)
            pairs.append(compare_runs(run, other))
    return ReportDiff(tuple(pairs), tuple(alone), tuple(left))


def compare_runs(first: ReportedRun, second: ReportedRun) -> Comparison:
    """Compare two runs clause by clause, in the order of the first."""
    ids = list(dict.fromkeys([*first.header["planned"], *second.header["planned"]]))
    pairs = [
        Difference(name, Side.of(first.clauses.get(name)), Side.of(second.clauses.get(name)))
        for name in ids
    ]
    return Comparison(
        first,
        second,
        tuple(pair for pair in pairs if not pair.first.same_as(pair.second)),
        tuple(pair.clause for pair in pairs if pair.stale and pair.first.same_as(pair.second)),
        len(pairs),
    )


def _reworded(first: Side, second: Side) -> bool:
    return bool(first.hash and second.hash and first.hash != second.hash)
