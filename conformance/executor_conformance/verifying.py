"""Whether a claim is true here: what has to be the same first, and which verdicts differ."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from executor_conformance.errors import UsageError
from executor_conformance.judgement import Verdict
from executor_conformance.settling import settled_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from executor_conformance.checking import Run
    from executor_conformance.claiming import Claim
    from executor_conformance.reports import ReportedRun

RACY = frozenset({Verdict.PASS, Verdict.OBSERVED, Verdict.XFAIL})
"""What a clause may come to, now this and now that, where a racy deviation from it is declared."""


@dataclass(frozen=True)
class Discrepancy:
    """A clause that came to another verdict than is claimed; `detail` says why in words."""

    clause: str
    claimed: str
    found: str
    detail: str = ""


def require_same(claim: Claim, header: Mapping[str, Any], package: str) -> None:
    """Raise `UsageError` if something else than what the claim is about would be judged here.

    `header` is that of a report on what is here, and `package` what is to be installed for it,
    empty if that is unknown.
    """
    own = claim.version in claim.python.split()
    here, there = (_line(header["python"]), _line(claim.python))
    if here != there or (own and header["python"] != claim.python):
        wanted = claim.python if own else there
        raise UsageError(
            f"the claim is about {wanted}, and this is {header['python']}: "
            f"run the kit with {wanted}"
        )
    if header["version"] != claim.version:
        what = f"pip install '{package}=={claim.version}'" if package else "install that version"
        raise UsageError(
            f"the claim is about {claim.name} {claim.version}, and here is "
            f"{header['version'] or 'one that tells no version'}: {what}"
        )


def remarks(claim: Claim, header: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is not the same here, and may be."""
    for what, claimed in (
        ("Python", claim.python),
        ("platform", claim.platform),
        ("kit", claim.kit),
        ("name", claim.name),
    ):
        found = header[what.lower()]
        if found != claimed:
            yield f"another {what}: claimed with {claimed}, judged here with {found}"


def contradictions(claim: Claim) -> Iterator[str]:
    """Yield what a claim says against itself."""
    counted = Counter(claim.verdicts.values())
    for verdict in sorted({*counted, *claim.counts}):
        if counted[verdict] != claim.counts.get(verdict, 0):
            yield (
                f"it counts {claim.counts.get(verdict, 0)} {verdict}, "
                f"and lists {counted[verdict]} clauses of that verdict"
            )
    declared = {deviation.clause for deviation in claim.deviations}
    for clause, verdict in claim.verdicts.items():
        if verdict == Verdict.XFAIL and clause not in declared:
            yield f"{clause} is claimed to fail as declared, and no deviation declares it"


def against_report(claim: Claim, run: ReportedRun) -> Iterator[str]:
    """Yield in which way a report is not the one that the claim is about."""
    if settled_digest(run) != claim.digest:
        yield f"the report has the SHA-256 {settled_digest(run)}, and not {claim.digest}"
    for clause in dict.fromkeys([*claim.verdicts, *run.clauses]):
        claimed = claim.verdicts.get(clause, "not judged")
        found = run.clauses.get(clause, {}).get("verdict", "not judged")
        if claimed != found:
            yield f"{clause}: claimed {claimed}, in the report {found}"


def discrepancies(claim: Claim, run: Run) -> Iterator[Discrepancy]:
    """Yield the clauses on which a new run differs; racy deviations may come out either way."""
    racy = {deviation.clause for deviation in claim.deviations if deviation.racy}
    for clause, claimed in claim.verdicts.items():
        found = run.judgements[clause]
        if found.verdict == claimed:
            continue
        if (clause in racy or found.racy) and {claimed, found.verdict} <= RACY:
            continue
        yield Discrepancy(clause, claimed, str(found.verdict), found.detail.partition("\n")[0])


def _line(python: str) -> str:
    """Return a Python without the number of its patch release."""
    implementation, version, *build = python.split()
    return " ".join([implementation, ".".join(version.split(".")[:2]), *build])
