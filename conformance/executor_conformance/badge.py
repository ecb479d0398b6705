"""What a badge says of a run: pure data, from a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from executor_conformance.judgement import Verdict

if TYPE_CHECKING:
    from executor_conformance.reports import ReportedRun
    from executor_spec import Specification

GREEN, YELLOW, RED = "#2e7d32", "#b08800", "#c62828"


@dataclass(frozen=True)
class Badge:
    """Two words side by side, and the colour of the second."""

    label: str
    message: str
    color: str


def badge_of(run: ReportedRun, spec: Specification) -> Badge:
    """Say by which specification an executor of which kind was judged, and what came of it.

    It is green without a broken clause, yellow where failures are declared or only a part of the
    specification was judged, and red otherwise.
    """
    label = f"executor spec {run.header['spec']}, {run.header['kind']}"
    records = run.clauses.values()
    verdicts = [record["verdict"] for record in records]
    broken = len(run.breaking)
    declared = verdicts.count(Verdict.XFAIL)
    ended = run.footer.get("ending", {}).get("verdict", "pass") == Verdict.PASS
    if broken or not ended:
        return Badge(label, f"{broken or 1} broken", RED)
    if Verdict.ERROR in verdicts:
        return Badge(label, "the kit failed", RED)
    if Verdict.PASS not in verdicts:
        return Badge(label, "nothing judged", RED)
    planned, every = len(run.header["planned"]), len(spec.clauses)
    if planned < every:
        return Badge(label, f"{planned} of {every} clauses kept", YELLOW)
    if declared:
        return Badge(label, f"conforming, {declared} declared", YELLOW)
    return Badge(label, "conforming", GREEN)
