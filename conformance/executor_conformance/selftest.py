"""Proves the suite: every mutant must be killed, and every conforming variant must pass."""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol

import executor_spec
from executor_conformance.bench import RETURNS, Bench, blame_teardowns
from executor_conformance.deviations import of_standard
from executor_conformance.deviations.declarations import Declarations
from executor_conformance.errors import KitError, UsageError, nearest
from executor_conformance.guarded import copies_of_child, environment_for_child
from executor_conformance.judgement import Judgement, Verdict
from executor_conformance.limits import Limits
from executor_conformance.mutants import Mutant, Variant, load_mutants, load_variants
from executor_conformance.plan import Selection, chapters_of
from executor_conformance.proof import MutantResult, SelfTest, VariantResult

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from executor_conformance.guarded import GuardedChild
    from executor_spec import Clause

HANG_DEADLINE = 1.0
"""Seconds that a mutant is given which is expected to hang."""

READY = (
    "asyncio",
    "concurrent.futures.process",
    "executor_conformance.mutants",
    "hypothesis.stateful",
)
"""What the templates import beside the suite: otherwise hundreds of judged processes would."""

MUST_HAVE = frozenset({"must", "should"})
"""Levels whose clauses need a mutant."""

Result = MutantResult | VariantResult


class SelfTestObserver(Protocol):
    """Is told of a self-test's progress, by one thread at a time."""

    def begin(self, planned: int) -> None:
        """Take note of how many executors are about to be judged."""

    def judged(self, result: Result) -> None:
        """Take note of what became of one."""


class SilentSelfTest:
    """An observer that shows nothing."""

    def begin(self, planned: int) -> None:
        """Show nothing."""

    def judged(self, result: Result) -> None:
        """Show nothing."""


def run_selftest(
    names: Sequence[str] = (),
    clauses: Sequence[str] = (),
    jobs: int | None = None,
    observer: SelfTestObserver | None = None,
) -> SelfTest:
    """Judge mutants, each on its clause, and variants on all clauses, `jobs` at a time.

    Without `jobs` that is four times as many as there are processors, since much of it is waiting.
    `names` narrows it to these mutants and variants, `clauses` to the mutants of these clauses
    and to these clauses for the variants. Raises `UsageError` for a name or a clause that there
    is not, and for a choice that leaves nothing.
    """
    observer = observer or SilentSelfTest()
    jobs = jobs or 4 * (os.cpu_count() or 1)
    spec = executor_spec.load()
    chosen = Selection(clauses=tuple(clauses)).choose(spec)
    mutants, variants = _choose(names, chosen, everything=not clauses)
    work: list[Callable[[], Result]] = []
    observer.begin(len(mutants) + len(variants))
    with Children(jobs) as children:
        # What takes longest comes first, so that no job is left alone with it at the end.
        work += [_later(judge_variant, variant, chosen, children) for variant in variants]
        ordered = sorted(mutants, key=_cost, reverse=True)
        work += [_later(judge_mutant, mutant, children) for mutant in ordered]
        results = _run(work, jobs, observer)
    covered = {mutant.clause for mutant in load_mutants()}
    return SelfTest(
        clauses=tuple(clause.id for clause in chosen),
        mutants=tuple(result for result in results if isinstance(result, MutantResult)),
        variants=tuple(result for result in results if isinstance(result, VariantResult)),
        without_mutant=tuple(
            clause.id for clause in chosen if clause.level in MUST_HAVE and clause.id not in covered
        ),
    )


class Children:
    """Guards with templates of judged processes, for as many executors as are judged at a time."""

    def __init__(self, count: int = 1):
        self._idle: queue.SimpleQueue[GuardedChild] = queue.SimpleQueue()
        environment, here = environment_for_child(load_plugins=False), os.getcwd()
        settings: dict[str, Any] = {"ready": READY}
        self._all = copies_of_child(settings, environment, here, count)
        for child in self._all:
            self._idle.put(child)

    def __enter__(self) -> Children:
        for child in self._all:
            child.prepare()
        return self

    def __exit__(self, *exc_info: object) -> None:
        for child in reversed(self._all):
            child.close()

    def judge(
        self,
        judged: Mutant | Variant,
        clauses: Sequence[str],
        limits: Limits,
        declarations: Declarations | None = None,
    ) -> dict[str, Judgement]:
        """Judge an executor in a fresh process, which gets no orderly end: that takes longer."""
        spec = executor_spec.load()
        child = self._idle.get()
        child.settings = {
            "ready": READY,
            "target": judged.target,
            "kind": judged.kind,
            "path": [],
            "chapters": chapters_of([spec.clause(name) for name in (*clauses, RETURNS)], spec),
        }
        try:
            disposes = len(clauses) > 1
            bench = Bench(child, spec, limits, declarations=declarations, disposes=disposes)
            judgements = {name: bench.judge(name) for name in clauses}
            child.discard()
        except UsageError as error:
            judgements = _errors(clauses, error)
        except KitError as error:
            # Its guard has gone; the next use starts another.
            child.close()
            judgements = _errors(clauses, error)
        finally:
            self._idle.put(child)
        return judgements


def judge_mutant(mutant: Mutant, children: Children) -> MutantResult:
    """Judge a mutant on its clause.

    One that should hang gets a short deadline. On a busy machine that can stop it before it has
    come so far, and some faults show only most of the time: what was not killed as expected is
    judged twice more, with the usual deadline.
    """
    started = time.perf_counter()
    first = Limits(deadline=HANG_DEADLINE, confirm=False) if mutant.hangs else Limits()
    for limits in (first, Limits(), Limits()):
        judgement = children.judge(mutant, [mutant.clause], limits)[mutant.clause]
        if judgement.verdict in mutant.shows:
            break
    return MutantResult(mutant, judgement, time.perf_counter() - started)


def judge_variant(variant: Variant, clauses: Sequence[Clause], children: Children) -> VariantResult:
    """Judge a variant on some clauses."""
    started = time.perf_counter()
    inherited = of_standard(*variant.stands_on) if variant.stands_on else ()
    declarations = Declarations(given=inherited)
    names = [clause.id for clause in clauses]
    judgements = children.judge(variant, names, Limits(), declarations)
    return VariantResult(variant, blame_teardowns(judgements), time.perf_counter() - started)


def _errors(clauses: Sequence[str], error: Exception) -> dict[str, Judgement]:
    return {
        name: Judgement(clause=name, verdict=Verdict.ERROR, detail=str(error)) for name in clauses
    }


def _run(
    work: Sequence[Callable[[], Result]], jobs: int, observer: SelfTestObserver
) -> list[Result]:
    one_at_a_time = threading.Lock()

    def carry_out(judge: Callable[[], Result]) -> Result:
        result = judge()
        with one_at_a_time:
            observer.judged(result)
        return result

    with ThreadPoolExecutor(jobs) as pool:
        futures = [pool.submit(carry_out, judge) for judge in work]
        try:
            return [future.result() for future in futures]
        finally:
            # After an error or Ctrl-C, what has not begun is not begun.
            for future in futures:
                future.cancel()


def _later(judge: Callable[..., Result], *arguments: object) -> Callable[[], Result]:
    return lambda: judge(*arguments)


def _cost(mutant: Mutant) -> tuple[bool, bool]:
    return mutant.hangs, mutant.kind == "process"


def _choose(
    names: Sequence[str], clauses: Sequence[Clause], *, everything: bool
) -> tuple[list[Mutant], list[Variant]]:
    """Return the mutants and variants of these names, or all of them, for these clauses."""
    known = {clause.id for clause in clauses}
    mutants, variants = load_mutants(), load_variants()
    every = {mutant.name for mutant in mutants} | {variant.name for variant in variants}
    for name in names:
        if name not in every:
            raise UsageError(f"there is no mutant or variant {name!r}{nearest(name, every)}")
    chosen = [
        mutant
        for mutant in mutants
        if (not names or mutant.name in names)
        and (everything or mutant.clause in known)
        and _applies(mutant)
    ]
    others = [variant for variant in variants if not names or variant.name in names]
    if not chosen and not others:
        raise UsageError("no mutant is left to judge by this selection; widen it")
    return chosen, others


def _applies(mutant: Mutant) -> bool:
    """Say whether this Python's standard library is what the clause is about."""
    clause = executor_spec.load().clause(mutant.clause)
    version = sys.version_info[:2]
    return not (
        (clause.since and version < clause.since) or (clause.until and version > clause.until)
    )
