"""Judges the clauses for one adapter: what is run, what is confirmed, what is blocked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from executor_conformance.deviations.applying import settle
from executor_conformance.errors import KitError, TargetError
from executor_conformance.judgement import Judgement, Verdict, worst_of
from executor_conformance.judgements import Judgements
from executor_conformance.limits import PATIENCE, SHORT
from executor_conformance.stacktext import innermost_of_main, readable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from executor_conformance.deviations.declarations import Declarations
    from executor_conformance.deviations.model import Deviation
    from executor_conformance.guarded import GuardedChild
    from executor_conformance.limits import Limits
    from executor_spec import Clause, Specification

RETURNS = "SHD-20"
"""The clause on which disposing of executors relies: `shutdown(wait=True)` returns."""


@dataclass(frozen=True)
class Ending:
    """How the judged process ended after the last clause."""

    verdict: Verdict
    detail: str = ""


class Bench:
    """Makes the judgements of one adapter that are asked for.

    Verdicts depend neither on the order in which they are asked for nor on which are: the
    foundations of a clause are judged before it, and so is `RETURNS`, on which the disposal of
    every executor relies. Unless it `disposes`, executors are left as they are, to go with their
    process: where few clauses are judged, that saves time.
    """

    def __init__(
        self,
        child: GuardedChild,
        spec: Specification,
        limits: Limits,
        judgements: Judgements | None = None,
        declarations: Declarations | None = None,
        *,
        disposes: bool = True,
    ):
        self._disposes = disposes
        self._child = child
        self._spec = spec
        self._limits = limits
        self._judgements = judgements or Judgements()
        self._declarations = declarations
        self._declared: dict[str, Deviation] = {}
        self._hello: dict[str, Any] | None = None
        self._running = False
        self._abandoned = False
        self._since_start: list[str] = []
        self._stuck = False

    def prepare(self) -> None:
        """Begin with what can be done before anything is asked for."""
        self._child.prepare()

    def hello(self) -> dict[str, Any]:
        """Return what the judged process said of itself, starting it if need be.

        Raises `TargetError` if the implementation cannot be loaded or made, and `KitError` once all
        has been abandoned.
        """
        if not self._running:
            if self._abandoned:
                raise KitError("judging has been broken off")
            event = self._child.start(self._limits.for_start)
            self._since_start = []
            match event["event"]:
                case "hello":
                    self._running = True
                    if self._hello is None:
                        self._take(event)
                case "refused":
                    raise TargetError(event["detail"])
                case "hung":
                    raise TargetError(
                        "loading the target and making a first executor did not end within "
                        f"{self._limits.for_start:g} s\n{innermost_of_main(event['stacks'])}"
                    )
                case _:
                    raise TargetError(
                        "the process that loads the target and makes a first executor "
                        f"{event.get('detail', 'ended')}\n{event.get('output', '')}".strip()
                    )
        assert self._hello is not None
        return self._hello

    def _take(self, hello: dict[str, Any]) -> None:
        if self._declarations is not None:
            self._declared = self._declarations.that_apply(hello)
        self._hello = hello

    @property
    def isolation(self) -> str:
        """Return what is ended together with the judged process."""
        return self._child.isolation

    @property
    def deadline(self) -> float:
        """Return the seconds that a test may take."""
        return self._limits.for_test(self.hello()["time_scale"])

    def clauses_of(self, sort: str) -> frozenset[str]:
        """Return the clauses that have a test of a sort.

        `patient` tests run whole programs, `drawing` ones have Hypothesis draw examples, and
        `looping` ones run an asyncio loop.
        """
        return frozenset(test.partition("/")[0] for test in self.hello()[sort])

    def judge(self, clause_id: str) -> Judgement:
        """Return the judgement of a clause, judging it and what it builds on if need be."""
        found = self._judgements.get(clause_id)
        if found is not None:
            return found
        clause = self._spec.clause(clause_id)
        if self._disposes and clause_id not in self._below(RETURNS):
            self.judge(RETURNS)
        return self._judgements.decide(clause_id, lambda: self._judge(clause))

    def close(self) -> Ending:
        """End the judged process in order, if it still can, and everything with it."""
        try:
            orderly = self._disposable()
            if not self._running or not (orderly or self.hello().get("normal_exit")):
                return Ending(Verdict.PASS)
            event = self._child.retire(self.deadline, dispose=orderly)
            self._running = False
            if event["clean"] or not orderly:
                return Ending(Verdict.PASS)
            last = event["last"]
            detail = "the judged process did not end after its last test"
            return Ending(Verdict.HANG, f"{detail}\n{last.get('stacks', '')}".strip())
        finally:
            self._child.close()

    def abandon(self) -> None:
        """End everything at once; whoever waits for the judged process gets a `KitError`.

        So does whoever waits for another bench, and would begin anew in its place.
        """
        self._abandoned = True
        self._running = False
        self._child.close()

    def _judge(self, clause: Clause) -> Judgement:
        hello = self.hello()
        reason = hello["unsupported"].get(clause.id)
        if reason:
            return Judgement(clause=clause.id, verdict=Verdict.UNSUPPORTED, detail=reason)
        foundations = [self.judge(foundation) for foundation in clause.builds_on]
        broken = next((f for f in foundations if _blocks(f)), None)
        if broken and not _failed(broken):
            return _blocked(clause, broken)
        tests = hello["tests"].get(clause.id, ())
        if not tests:
            return Judgement(
                clause=clause.id, verdict=Verdict.UNTESTED, detail="no test of the suite judges it"
            )
        declared = self._declared.get(clause.id)
        if broken and declared is None:
            return self._run_above(broken, clause, tests)
        return settle(worst_of(self._run_all(clause, tests, declared)), declared)

    def _run_all(
        self, clause: Clause, tests: Sequence[str], declared: Deviation | None
    ) -> Iterator[Judgement]:
        """Judge the tests of a clause; a declared hang that has come is enough."""
        for test in tests:
            judgement = self._run(clause, test)
            yield judgement
            if declared is not None and judgement.verdict == declared.shows == Verdict.HANG:
                break

    def _run_above(self, broken: Judgement, clause: Clause, tests: Sequence[str]) -> Judgement:
        """Judge a clause whose foundation failed: one broken test blocks it, unconfirmed."""
        judgements = []
        for test in tests:
            judgements.append(self._run_once(clause, test))
            if judgements[-1].broken:
                return _blocked(clause, broken)
        return worst_of(judgements)

    def _run(self, clause: Clause, test: str) -> Judgement:
        first = self._run_once(clause, test)
        sudden = first.verdict in (Verdict.HANG, Verdict.CRASH)
        if not sudden or not self._limits.confirm or clause.id in self._declared:
            return first
        suspects = self._since_start[:-1]
        second = self._run_once(clause, test)
        return _confirmed(first, second, suspects)

    def _run_once(self, clause: Clause, test: str) -> Judgement:
        self.hello()
        self._since_start.append(clause.id)
        deadline = self.deadline
        if test in self.hello()["patient"]:
            deadline *= PATIENCE
        declared = self._declared.get(clause.id)
        if declared is not None and declared.shows == "hang":
            deadline *= SHORT
        # After an interrupt its answer is outstanding, and nothing else can be asked of it.
        self._running = False
        event = self._child.judge(
            test, deadline=deadline, dispose=self._disposable(), doubt=self._doubtful()
        )
        if event["event"] == "judged":
            self._running = True
            judgement = _from_fields(clause, test, event)
            if judgement.changed:
                self._retire()
            return judgement
        judgement = _from_end(clause, test, event, deadline)
        # Told once is enough: from now on executors are abandoned, and go with their process.
        self._stuck = self._stuck or bool(judgement.teardown)
        return judgement

    def _retire(self) -> None:
        self._child.retire(self.deadline, dispose=self._disposable())
        self._running = False

    def _disposable(self) -> bool:
        returns = self._judgements.get(RETURNS)
        return returns is not None and returns.verdict is Verdict.PASS and not self._stuck

    def _doubtful(self) -> bool:
        """Say whether executors are left as they are because `shutdown` was seen not to return."""
        return self._judgements.get(RETURNS) is not None and not self._disposable()

    def _below(self, clause_id: str) -> set[str]:
        found = {clause_id}
        for foundation in self._spec.clause(clause_id).builds_on:
            found |= self._below(foundation)
        return found


def blame_teardowns(judgements: dict[str, Judgement]) -> dict[str, Judgement]:
    """Count what hung or crashed while executors were disposed of, once, against `RETURNS`."""
    returns = judgements.get(RETURNS)
    told = [judgement for judgement in judgements.values() if judgement.teardown]
    if returns is None or returns.broken or returns.verdict is Verdict.XFAIL or not told:
        return judgements
    first = told[0]
    blamed = replace(
        returns,
        # A racy deviation may show in what happens after other tests.
        verdict=Verdict.XFAIL if returns.deviation else Verdict.HANG,
        phase="teardown",
        detail=f"after the test of {first.clause}, {first.teardown}",
    )
    return {**judgements, RETURNS: blamed}


def _blocks(foundation: Judgement) -> bool:
    return foundation.broken or foundation.verdict in (Verdict.BLOCKED, Verdict.XFAIL)


def _failed(foundation: Judgement) -> bool:
    """Say whether a broken foundation failed: what builds on it can be run, and may pass."""
    if foundation.verdict is Verdict.XFAIL:
        return foundation.shown == Verdict.FAIL
    return foundation.verdict is Verdict.FAIL


def _blocked(clause: Clause, foundation: Judgement) -> Judgement:
    root = foundation.foundation or foundation.clause
    declared = foundation.deviation
    return Judgement(
        clause=clause.id,
        verdict=Verdict.BLOCKED,
        foundation=root,
        deviation=foundation.deviation,
        detail=f"builds on {root}, which is {'declared to fail' if declared else 'broken'}",
    )


def _from_fields(clause: Clause, test: str, event: dict[str, Any]) -> Judgement:
    return replace(Judgement.from_dict({**event, "clause": clause.id}), test=test)


def _from_end(clause: Clause, test: str, event: dict[str, Any], deadline: float) -> Judgement:
    """Judge a test whose process hung or ended, by how far it had come."""
    hung = event["event"] == "hung"
    what = f"did not end within {deadline:g} s" if hung else f"the process {event['detail']}"
    if event.get("called"):
        # The call phase had ended: its verdict stands, and what followed is noted beside it.
        called = _from_fields(clause, test, event["called"])
        return replace(called, teardown=f"disposing of its executors: {what}")
    closed = event.get("gates_closed")
    gates = f", with {closed} gates closed" if closed else ""
    return Judgement(
        clause=clause.id,
        verdict=Verdict.HANG if hung else Verdict.CRASH,
        detail=f"the test {what}{gates}" if hung else f"{what} during the test",
        test=test,
        stacks=readable(event.get("stacks", "")),
        output=event.get("output", ""),
        seconds=deadline if hung else 0.0,
        gates_closed=closed,
    )


def _confirmed(first: Judgement, second: Judgement, suspects: list[str]) -> Judgement:
    """Settle what a hang or crash comes to, after the test was judged once more, alone."""
    seconds = first.seconds + second.seconds
    if second.verdict is first.verdict:
        return replace(second, seconds=seconds)
    if second.verdict is Verdict.ERROR or second.broken:
        return replace(second, seconds=seconds)
    if first.verdict is Verdict.HANG:
        if first.gates_closed != 0:
            # It may have been the test that waited: what it says alone is what counts.
            return replace(second, seconds=seconds)
        return replace(first, detail=f"{first.detail} (unconfirmed: alone, it ended)")
    before = f" after {', '.join(suspects)}" if suspects else ""
    return replace(first, detail=f"{first.detail} (state-dependent: only{before}, not alone)")
