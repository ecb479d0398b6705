"""A claim: who says that which executor conforms, and by which report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from executor_conformance.deviations.model import SHOWS, Deviation
from executor_conformance.errors import UsageError
from executor_conformance.settling import settled_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from executor_conformance.reports import ReportedRun


@dataclass(frozen=True, kw_only=True)
class Claim:
    """That an executor conforms, as anyone can verify it.

    `who` claims it, with `contact` and `url` as far as they are told. `verdicts` holds that of each
    judged clause, `deviations` what is declared to fail, and `digest` is the SHA-256 of the report
    as it is kept, which stands at `published`.
    """

    who: str
    contact: str = ""
    url: str = ""
    name: str
    version: str
    target: str
    kind: str
    python: str
    platform: str
    spec: str
    spec_hash: str
    kit: str
    digest: str
    published: str = ""
    verdicts: Mapping[str, str]
    deviations: tuple[Deviation, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What is claimed about what, in a line."""
        count = len(self.deviations)
        with_what = f", with {count} declared deviation{'s' * (count != 1)}" if count else ""
        return f"{self.name} {self.version}".strip() + f" conforms{with_what}"


def claim_of(
    run: ReportedRun, *, who: str, contact: str = "", url: str = "", published: str = ""
) -> Claim:
    """Return the claim that a run of a report supports.

    Raises `UsageError` if the report does not show that the executor conforms.
    """
    if not run.conforming:
        broken = ", ".join(f"{record['id']} {record['verdict']}" for record in run.breaking)
        raise UsageError(
            f"this report does not show that {run.name} conforms ({broken or 'nothing judged'}): "
            "mend that, or declare what is known to fail, and judge it again"
        )
    head = run.header
    if missing := [name for name in head["planned"] if name not in run.clauses]:
        raise UsageError(f"this report has no verdict on {', '.join(missing)}: judge it again")
    verdicts = {name: run.clauses[name]["verdict"] for name in head["planned"]}
    return Claim(
        who=who,
        contact=contact,
        url=url,
        name=run.name,
        version=head["version"],
        target=head["target"],
        kind=head["kind"],
        python=head["python"],
        platform=head["platform"],
        spec=head["spec"],
        spec_hash=head["spec_hash"],
        kit=head["kit"],
        digest=settled_digest(run),
        published=published,
        verdicts=verdicts,
        deviations=tuple(_deviations(run)),
        counts=Counter(verdicts.values()),
    )


def _deviations(run: ReportedRun) -> Iterator[Deviation]:
    for name in run.header["planned"]:
        record = run.clauses[name]
        if "shown" in record:
            shown = record["shown"] if record["shown"] in SHOWS else "fail"
            yield Deviation(
                clause=name,
                reason=record["deviation"],
                link=record.get("link", ""),
                shows=shown,
                racy=record.get("racy", False),
            )
