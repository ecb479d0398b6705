"""Judges targets without an outer pytest: the command line and `check` come through here."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import executor_spec
from executor_conformance import report
from executor_conformance.bench import RETURNS, Bench, Ending, blame_teardowns
from executor_conformance.benches import close_all, judge_all
from executor_conformance.deviations.declarations import Declarations
from executor_conformance.guarded import GuardedChild, copies_of_child, environment_for_child
from executor_conformance.judgement import Judgement, Verdict, breaks_the_run
from executor_conformance.judgements import Judgements
from executor_conformance.limits import Limits
from executor_conformance.plan import Selection, chapters_of
from executor_conformance.target import Target
from executor_spec import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from executor_conformance.deviations.model import Deviation
    from executor_conformance.report import ReportFile
    from executor_spec import Clause


IN_PROCESS = frozenset({Kind.INLINE, Kind.THREAD, Kind.INTERPRETER})
"""Kinds of executors that live in the judged process."""

LOCAL = IN_PROCESS | {Kind.PROCESS}
"""Kinds of executors that live on this machine, with nothing around them to start."""

WORTH_MORE = 20
"""The number of clauses from which further judged processes are worth their start."""


@dataclass(frozen=True)
class Options:
    """What a run judges, how long it waits, where targets are looked for, how many at a time."""

    selection: Selection = field(default_factory=Selection)
    limits: Limits = field(default_factory=Limits)
    kind: str | None = None
    path: tuple[Path, ...] = ()
    jobs: int | None = None
    declarations: Declarations = field(default_factory=Declarations)

    def most_benches(self, planned: int) -> int:
        """Return how many clauses are judged at a time, if the executor is cheap to have twice."""
        if self.jobs is None:
            return 4 if planned >= WORTH_MORE and (os.cpu_count() or 1) > 1 else 1
        return min(self.jobs, planned)

    def benches_for(self, kind: str, planned: int) -> int:
        """Return how many clauses are judged at a time.

        Unless the user says so, more than one only where an executor is cheap to have twice, and
        a fourth where tests wait more than they compute.
        """
        most = self.most_benches(planned)
        if self.jobs is not None or kind in IN_PROCESS:
            return most
        return min(most, 3) if kind in LOCAL else 1


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
    def broken(self) -> tuple[Judgement, ...]:
        """The judgements of the clauses that are not kept, in the order of the specification."""
        found = (self.judgements[clause.id] for clause in self.clauses)
        return tuple(judgement for judgement in found if judgement.broken)

    @property
    def declared(self) -> tuple[Judgement, ...]:
        """The judgements of the clauses that are declared to fail and did, or are racy."""
        found = (self.judgements[clause.id] for clause in self.clauses)
        return tuple(j for j in found if j.shown and j.verdict is not Verdict.XPASS)

    @property
    def ended_well(self) -> bool:
        """Whether the judged process came to its end after the last clause."""
        return self.ending is None or self.ending.verdict is Verdict.PASS

    @property
    def conforming(self) -> bool:
        """Whether something was judged, and nothing that makes the implementation nonconforming."""
        if self.judged_nothing or self.failed_kit:
            return False
        return self.ended_well and not any(
            breaks_the_run(self.judgements[clause.id], clause.level, strict=self.strict)
            for clause in self.clauses
        )


def check_targets(
    targets: Sequence[str | Target],
    options: Options,
    observer: Observer,
    file: ReportFile | None = None,
    marks: Mapping[str, int] | None = None,
) -> list[Run]:
    """Judge targets one after another and return what became of each.

    `marks` go into the headers of the report, beside what these hold anyway.
    Raises `UsageError` for a wrong target or selection, and `KitError`.
    """
    clauses = options.selection.choose(executor_spec.load())
    runs = []
    for each in targets:
        target = Target.named(each) if isinstance(each, str) else each
        observer.begin(target.name, len(clauses))
        try:
            runs.append(_check(target, clauses, options, observer, file, marks or {}))
        finally:
            observer.end()
    return runs


def introduce(
    target: Target, options: Options | None = None
) -> tuple[dict[str, Any], tuple[Deviation, ...]]:
    """Return the header of a report on a target, which judges nothing, and what is declared of it.

    Raises `UsageError` for a wrong target, and `KitError`.
    """
    spec = executor_spec.load()
    options = options or Options()
    declarations = options.declarations
    [child] = _children(target, options, Silent(), [], 1)
    bench = Bench(child, spec, options.limits, declarations=declarations)
    try:
        hello = bench.hello()
        header = report.header(
            hello, target=target.name, isolation=bench.isolation, spec=spec, planned=()
        )
        return header, tuple(declarations.that_apply(hello).values())
    finally:
        bench.close()


def _check(
    target: Target,
    clauses: tuple[Clause, ...],
    options: Options,
    observer: Observer,
    file: ReportFile | None,
    marks: Mapping[str, int],
) -> Run:
    write: Callable[[dict[str, Any]], None] = file.write if file is not None else _nowhere
    spec = executor_spec.load()
    run = Run(target.name, clauses, options.selection.strict)
    chapters = chapters_of([*clauses, spec.clause(RETURNS)], spec)
    judgements = Judgements()

    children = _children(target, options, observer, chapters, options.most_benches(len(clauses)))
    benches = [
        Bench(child, spec, options.limits, judgements, options.declarations) for child in children
    ]

    def judged(clause: Clause, judgement: Judgement) -> None:
        run.judgements[clause.id] = judgement
        observer.judged(clause, judgement)
        if clause.id != RETURNS:
            write(report.clause_record(clause, judgement))

    try:
        for bench in benches:
            bench.prepare()
        run.header = report.header(
            benches[0].hello(),
            target=target.name,
            isolation=benches[0].isolation,
            spec=spec,
            planned=[clause.id for clause in clauses],
        ) | dict(marks)
        write(run.header)
        used = options.benches_for(run.header["kind"], len(clauses))
        judge_all(benches[:used], clauses, observer.judging, judged)
    finally:
        run.ending = close_all(benches)
    run.judgements = blame_teardowns(run.judgements)
    if RETURNS in run.judgements:
        # Last, since what happens after other tests may count against it.
        write(report.clause_record(spec.clause(RETURNS), run.judgements[RETURNS]))
    write(report.footer(run.judgements.values(), run.ending))
    return run


def look_at(target: Target, options: Options) -> dict[str, Any]:
    """Return what the judged process tells of a target and the selected clauses; judge nothing.

    Raises `UsageError` for a wrong target or selection, and `KitError`.
    """
    spec = executor_spec.load()
    chapters = chapters_of(options.selection.choose(spec), spec)
    [child] = _children(target, options, Silent(), chapters, 1)
    try:
        return Bench(child, spec, options.limits).hello()
    finally:
        child.close()


def _children(
    target: Target, options: Options, observer: Observer, chapters: list[str], count: int
) -> list[GuardedChild]:
    here = str(Path.cwd())
    settings = {
        **target.settings(),
        "kind": options.kind,
        "chapters": chapters,
        "path": [*(str(folder) for folder in options.path), here],
    }
    environment = environment_for_child(load_plugins=False)
    return copies_of_child(settings, environment, here, count, observer.tick)


def _nowhere(record: dict[str, Any]) -> None:
    """Drop a record."""
