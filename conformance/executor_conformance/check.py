"""Judges targets without an outer pytest."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import executor_spec
from executor_conformance import report
from executor_conformance.bench import RETURNS, Bench, Ending, Limits, blame_teardowns
from executor_conformance.guarded import GuardedChild, environment_for_child
from executor_conformance.judgement import Judgement, Verdict, breaks_the_run
from executor_conformance.plan import Selection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from executor_conformance.report import ReportFile
    from executor_spec import Clause, Specification


@dataclass(frozen=True)
class Options:
    """What a run judges, how long it waits, and where targets are looked for."""

    selection: Selection = field(default_factory=Selection)
    limits: Limits = field(default_factory=Limits)
    kind: str | None = None
    path: tuple[Path, ...] = ()


class Observer(Protocol):
    """Is told of a run's progress."""

    def begin(self, target: str, planned: int) -> None:
        """Take note that a target is about to be judged."""

    def judging(self, clause: Clause) -> None:
        """Take note that a clause is about to be judged."""

    def judged(self, clause: Clause, judgement: Judgement) -> None:
        """Take note of a clause's judgement."""

    def tick(self) -> None:
        """Be called about ten times a second while something is awaited."""

    def end(self) -> None:
        """Take note that the target has been judged."""


class Silent:
    """An observer that shows nothing."""

    def begin(self, target: str, planned: int) -> None:
        """Show nothing."""

    def judging(self, clause: Clause) -> None:
        """Show nothing."""

    def judged(self, clause: Clause, judgement: Judgement) -> None:
        """Show nothing."""

    def tick(self) -> None:
        """Show nothing."""

    def end(self) -> None:
        """Show nothing."""


@dataclass
class Run:
    """What became of one target: the report's header, the judgements, and the ending."""

    target: str
    clauses: tuple[Clause, ...]
    strict: bool = False
    header: dict[str, Any] = field(default_factory=dict)
    judgements: dict[str, Judgement] = field(default_factory=dict)
    ending: Ending | None = None

    @property
    def failed_kit(self) -> bool:
        """Whether the kit itself failed on a clause."""
        return any(found.verdict is Verdict.ERROR for found in self.judgements.values())

    @property
    def judged_nothing(self) -> bool:
        """Whether no clause could be judged at all."""
        aside = (Verdict.UNSUPPORTED, Verdict.BLOCKED)
        return all(found.verdict in aside for found in self.judgements.values())

    @property
    def conforming(self) -> bool:
        """Whether something was judged, and nothing that makes the implementation nonconforming."""
        if self.judged_nothing:
            return False
        ended = self.ending is None or self.ending.verdict is Verdict.PASS
        return ended and not any(
            breaks_the_run(self.judgements[clause.id], clause.level, strict=self.strict)
            for clause in self.clauses
        )


def check_targets(
    targets: Sequence[str],
    options: Options,
    observer: Observer,
    file: ReportFile | None = None,
) -> list[Run]:
    """Judge ``module:attribute`` targets one after another and return what became of each.

    Raises `UsageError` for a wrong target or selection, and `KitError`.
    """
    spec = executor_spec.load()
    clauses = options.selection.choose(spec)
    runs = []
    for target in targets:
        observer.begin(target, len(clauses))
        try:
            runs.append(_check(target, spec, clauses, options, observer, file))
        finally:
            observer.end()
    return runs


def _check(
    target: str,
    spec: Specification,
    clauses: tuple[Clause, ...],
    options: Options,
    observer: Observer,
    file: ReportFile | None,
) -> Run:
    write = file.write if file is not None else _nowhere
    path = [*(str(folder) for folder in options.path), os.getcwd()]
    settings = {"target": target, "kind": options.kind, "path": path}
    child = GuardedChild(
        settings, environment_for_child(load_plugins=False), os.getcwd(), observer.tick
    )
    bench = Bench(child, spec, options.limits)
    run = Run(target, clauses, options.selection.strict)
    try:
        run.header = report.header(
            bench.hello(),
            target=target,
            isolation=bench.isolation,
            spec=spec,
            planned=[clause.id for clause in clauses],
        )
        write(run.header)
        for clause in clauses:
            observer.judging(clause)
            judgement = run.judgements[clause.id] = bench.judge(clause.id)
            observer.judged(clause, judgement)
            if clause.id != RETURNS:
                write(report.clause_record(clause, judgement))
    finally:
        run.ending = bench.close()
    run.judgements = blame_teardowns(run.judgements)
    if RETURNS in run.judgements:
        # Last, since what happens after other tests may count against it.
        write(report.clause_record(spec.clause(RETURNS), run.judgements[RETURNS]))
    write(report.footer(run.judgements.values(), run.ending))
    return run


def _nowhere(record: dict[str, Any]) -> None:
    """Drop a record."""
