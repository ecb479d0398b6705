"""What a declaration makes of a judgement."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from executor_conformance.judgement import Judgement, Verdict

if TYPE_CHECKING:
    from executor_conformance.deviations.model import Deviation

KEPT = frozenset({Verdict.PASS, Verdict.OBSERVED})


def settle(judgement: Judgement, deviation: Deviation | None) -> Judgement:
    """Return the judgement of a clause from which a deviation is declared.

    What breaks, in whatever way, is an `xfail`. What is kept is an `xpass`, unless the deviation
    is racy: then it stands, with the reason beside it. Other verdicts say nothing about it.
    """
    if deviation is None or not (judgement.broken or judgement.verdict in KEPT):
        return judgement
    told = replace(
        judgement,
        deviation=deviation.reason,
        link=deviation.link,
        shown=str(judgement.verdict),
        racy=deviation.racy,
    )
    if judgement.broken:
        return replace(told, verdict=Verdict.XFAIL)
    if deviation.racy:
        return told
    place = f" ({deviation.source})" if deviation.source else ""
    detail = f"the clause is kept, though declared to fail: remove the declaration{place}"
    return replace(told, verdict=Verdict.XPASS, detail=detail)
