"""Whether a report that is kept still says what a new one would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from executor_conformance import report
from executor_conformance.errors import UsageError
from executor_conformance.reports import read_report, reports_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from executor_spec import Specification


def find_stale(directory: Path, spec: Specification) -> Iterator[tuple[Path, str]]:
    """Yield the reports below a directory that are not of this specification and kit, and why.

    Raises `UsageError` if there is no report at all.
    """
    for path in reports_in([directory]):
        try:
            runs = read_report(path)
        except UsageError as error:
            yield path, str(error)
            continue
        reasons = {reason for run in runs if (reason := _stale(run.header, run.clauses, spec))}
        if reasons:
            yield path, "; ".join(sorted(reasons))


def is_fresh(path: Path, kit_hash: str, spec: Specification) -> bool:
    """Say whether judging again would be for nothing.

    It would if the report is complete, of this specification, and made by the same kit down to its
    sources. A stricter question than that of `find_stale`: most changes of the kit change no
    verdict, so that a report from before is no wrong one to show.
    """
    try:
        [run] = read_report(path)
    except (UsageError, ValueError):
        return False
    same = run.header.get("kit_hash") == kit_hash
    return same and not _stale(run.header, run.clauses, spec)


def _stale(
    header: Mapping[str, Any], clauses: Mapping[str, dict[str, Any]], spec: Specification
) -> str:
    reasons = []
    if header["kit"] != report.kit_version():
        reasons.append(f"judged by the kit {header['kit']}, not {report.kit_version()}")
    if header["spec_hash"] != spec.hash:
        new = sum(clause.id not in clauses for clause in spec.clauses)
        reworded = sum(
            clause.id in clauses and clauses[clause.id]["hash"] != clause.hash
            for clause in spec.clauses
        )
        gone = len(clauses) + new - len(spec.clauses)
        counts = {"new": new, "reworded": reworded, "removed": gone}
        told = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
        reasons.append(f"the specification has changed: {told} clauses")
    return "; ".join(reasons)
