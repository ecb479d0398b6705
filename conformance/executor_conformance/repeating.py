"""Judging over and over: how often each clause came to which verdict, and what that tells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from executor_conformance.checking import Run, check_targets
from executor_conformance.judgement import Verdict, worst_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from executor_conformance.checking import Observer, Options
    from executor_conformance.judgement import Judgement
    from executor_conformance.report import ReportFile
    from executor_spec import Clause

CONFIDENCE = 0.95


def failure_bound(runs: int, confidence: float = CONFIDENCE) -> float:
    """Return the rate of failures that so many clean runs exclude with this confidence.

    Were it that high or higher, so many independent runs without a failure would be less likely
    than ``1 - confidence``. For many runs it is about 3 / `runs`, with the confidence of 0.95.
    """
    return float(1 - (1 - confidence) ** (1 / runs))


@dataclass
class Repeated:
    """What became of one target, time after time. There is one run at least."""

    runs: list[Run] = field(default_factory=list)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses that were judged."""
        return self.runs[0].clauses

    @property
    def conforming_runs(self) -> int:
        """How many runs came out as conforming."""
        return sum(run.conforming for run in self.runs)

    @property
    def conforming(self) -> bool:
        """Whether all runs did."""
        return self.conforming_runs == len(self.runs)

    @property
    def failed_kit(self) -> bool:
        """Whether the kit itself failed in a run."""
        return any(run.failed_kit for run in self.runs)

    def counts(self, clause: Clause) -> Counter[Verdict]:
        """Return how often a clause came to each verdict."""
        return Counter(run.judgements[clause.id].verdict for run in self.runs)

    @property
    def mixed(self) -> tuple[Clause, ...]:
        """The clauses that did not come to the same verdict in every run."""
        return tuple(clause for clause in self.clauses if len(self.counts(clause)) > 1)

    def worst(self) -> Run:
        """Return a run in which each clause is as it was at its worst, and which says how often."""
        first = self.runs[0]
        judgements = {clause.id: self._worst_of(clause) for clause in self.clauses}
        ending = next((run.ending for run in self.runs if not run.ended_well), first.ending)
        return replace(first, judgements=judgements, ending=ending)

    def _worst_of(self, clause: Clause) -> Judgement:
        worst = worst_of(run.judgements[clause.id] for run in self.runs)
        counts = self.counts(clause)
        if len(counts) == 1:
            return worst
        told = f"in {counts[worst.verdict]} of {len(self.runs)} runs"
        return replace(worst, detail=f"{told}: {worst.detail}" if worst.detail else told)


class Listener(Protocol):
    """Is told of the runs of a repeated judgement, beside what an observer is told."""

    def begin_run(self, number: int, times: int) -> None:
        """Take note that a round begins, the first one as number 1."""

    def end_run(self, number: int, run: Run) -> None:
        """Take note of what became of a target in a round."""


def repeat_targets(
    targets: Sequence[str],
    options: Options,
    times: int,
    observer: Observer,
    listener: Listener,
    file: ReportFile | None = None,
) -> tuple[list[Repeated], bool]:
    """Judge targets, one after another, so many times.

    Returns what became of each that was judged to the end once at least, and whether it was
    interrupted later than that. An earlier interruption is raised, as are a `UsageError` for a
    wrong target or selection, and a `KitError`.
    """
    found = [Repeated() for _ in targets]
    try:
        for number in range(1, times + 1):
            listener.begin_run(number, times)
            marks = {"repetition": number, "repetitions": times}
            for target, repeated in zip(targets, found, strict=True):
                [run] = check_targets([target], options, observer, file, marks)
                repeated.runs.append(run)
                listener.end_run(number, run)
    except KeyboardInterrupt:
        if not found[0].runs:
            raise
        return [repeated for repeated in found if repeated.runs], True
    return found, False
