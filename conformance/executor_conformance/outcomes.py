"""What a test may observe where the specification leaves a choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from executor_conformance.judgement import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from executor_spec import Clause


def judge_outcomes(clause: Clause, seen: Sequence[str]) -> tuple[Verdict, str]:
    """Return the verdict on a test that found no fault and has seen these outcomes, and why.

    Of a clause that lists outcomes, each one seen must be among them, and one must be seen: a test
    that tells none is an error of the kit, and so is one that tells some where there is no choice.
    """
    told = "; ".join(seen)
    if not clause.outcomes:
        if seen and clause.level in ("must", "should"):
            detail = f"the test observed {told!r}, but {clause.id} is a {clause.level}: no choice"
            return Verdict.ERROR, detail
        return (Verdict.OBSERVED if seen else Verdict.PASS), told
    permitted = "; ".join(clause.outcomes)
    if not seen:
        return Verdict.ERROR, f"the test told no outcome; the permitted ones are: {permitted}"
    others = [outcome for outcome in seen if outcome not in clause.outcomes]
    if others:
        return Verdict.FAIL, f"saw: {'; '.join(others)}\npermitted: {permitted}"
    return Verdict.OBSERVED, told
