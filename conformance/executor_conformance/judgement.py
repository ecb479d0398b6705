"""What became of a clause: a verdict, and what led to it. Pure data, no I/O."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Verdict(StrEnum):
    """The words for what became of a clause, from the best to the worst."""

    PASS = "pass"
    OBSERVED = "observed"
    UNSUPPORTED = "unsupported"
    XFAIL = "xfail"
    BLOCKED = "blocked"
    UNTESTED = "untested"
    XPASS = "xpass"
    FAIL = "fail"
    CRASH = "crash"
    HANG = "hang"
    ERROR = "error"


_ORDER = list(Verdict)

BROKEN = frozenset({Verdict.FAIL, Verdict.HANG, Verdict.CRASH})
"""Verdicts of an implementation that does not keep the clause."""


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """The verdict of one clause, or of one of its tests, for one implementation.

    `phase` is the part of the test in which it was decided: `setup`, `call` or `teardown`.
    `detail` says why in words, `stacks` where a hung or killed process stood, `output` what the
    judged process printed, `seconds` how long it took, `foundation` which broken clause blocks
    this one. `history` is what the journal held when a test failed, `gates_closed` how many gates
    were closed when one hung (None if unknown). `teardown` says how disposing of the executors
    went wrong after the verdict, which is not this clause's fault, and `changed` what the test left
    changed in the judged process, which was replaced for that. `outcomes` are those that were seen
    where the clause leaves a choice. Where the clause is declared to fail, `deviation` is the
    reason, `link` where that is discussed, `shown` the verdict without the declaration, and `racy`
    whether it may pass as well. What is blocked by such a clause has its reason, too.
    """

    clause: str
    verdict: Verdict
    phase: str = "call"
    detail: str = ""
    test: str = ""
    history: tuple[str, ...] = ()
    stacks: str = ""
    output: str = ""
    seconds: float = 0.0
    foundation: str = ""
    gates_closed: int | None = None
    teardown: str = ""
    changed: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    deviation: str = ""
    link: str = ""
    shown: str = ""
    racy: bool = False

    @property
    def broken(self) -> bool:
        """Whether the implementation does not keep the clause."""
        return self.verdict in BROKEN

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that say something, ready for JSON."""
        # Not by equality: no gate closed is 0, and something to say.
        values = {
            name: value
            for name, value in asdict(self).items()
            if value is not None and value is not False and value not in ("", ())
        }
        return {**values, "verdict": str(self.verdict), "seconds": round(self.seconds, 6)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Judgement:
        """Build a judgement from what `to_dict` gave; other keys are passed over."""
        known = {field.name for field in fields(cls)}
        chosen = {name: value for name, value in values.items() if name in known}
        chosen["verdict"] = Verdict(chosen["verdict"])
        for name in ("history", "changed", "outcomes"):
            chosen[name] = tuple(chosen.get(name, ()))
        return cls(**chosen)


def worst_of(judgements: Iterable[Judgement]) -> Judgement:
    """Return the worst judgement of a clause's tests, with the time that all of them took.

    Raises `ValueError` if there is none.
    """
    every = list(judgements)
    worst = max(every, key=lambda judgement: _ORDER.index(judgement.verdict))
    # A test that passed says more than one that did not apply.
    if worst.verdict is Verdict.UNSUPPORTED:
        worst = min(every, key=lambda judgement: _ORDER.index(judgement.verdict))
    teardown = "; ".join(judgement.teardown for judgement in every if judgement.teardown)
    changed = tuple(dict.fromkeys(name for judgement in every for name in judgement.changed))
    seconds = sum(judgement.seconds for judgement in every)
    together = replace(worst, seconds=seconds, teardown=teardown, changed=changed)
    outcomes = tuple(sorted({name for judgement in every for name in judgement.outcomes}))
    if worst.verdict is Verdict.OBSERVED:
        return replace(together, outcomes=outcomes, detail="; ".join(outcomes))
    return replace(together, outcomes=outcomes)


def breaks_the_run(judgement: Judgement, level: str, *, strict: bool) -> bool:
    """Say whether a judgement makes its implementation nonconforming.

    `level` is the clause's. With `strict`, a broken should counts like a broken must.
    """
    match judgement.verdict:
        case Verdict.FAIL | Verdict.HANG | Verdict.CRASH:
            return level != "should" or strict
        case Verdict.XPASS | Verdict.UNTESTED:
            return True
        case _:
            return False
