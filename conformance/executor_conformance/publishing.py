"""Reports that are kept: without what differs from run to run, each in a file of its own."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from executor_conformance import report
from executor_conformance.errors import UsageError
from executor_conformance.reports import read_report, reports_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from executor_conformance.checking import Run
    from executor_spec import Specification

KEPT = frozenset(
    {
        *("record", "id", "level", "hash", "verdict", "detail", "test", "phase", "outcomes"),
        *("foundation", "deviation", "link", "shown", "racy"),
    }
)
"""What is kept of a clause's record: not how long it took, nor stacks, output and events."""

_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]+\b")
_PATH = re.compile(r"(?<![\w./])(?:/[\w.+~@-]+)+(/[\w.+~@-]+)")


def publish(run: Run, directory: Path) -> tuple[Path, bool]:
    """Write the report of a run to its place below a directory.

    Returns the file, and whether that changed it. Where a racy deviation came out the other way, an
    older report is left as it is.
    """
    path = directory / place_of(run.header)
    records = _settled_records(run, path)
    text = "".join(
        json.dumps(record, ensure_ascii=False, sort_keys=True) + "\n" for record in records
    )
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return path, False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path, True


def place_of(header: Mapping[str, Any]) -> str:
    """Return where the report of a run belongs: ``name/version-python.jsonl``."""
    implementation, version, *build = header["python"].split()
    python = f"{implementation.lower()}-{version}{'t' if build else ''}"
    name = f"{header['version']}-{python}" if header["version"] else python
    return f"{_word(header['name'])}/{_word(name)}.jsonl"


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


def _settled_records(run: Run, path: Path) -> list[dict[str, Any]]:
    before: dict[str, dict[str, Any]] = {}
    if path.exists():
        try:
            before = {**read_report(path)[-1].clauses}
        except UsageError:
            before = {}
    clauses = []
    for clause in run.clauses:
        record = _published(report.clause_record(clause, run.judgements[clause.id]))
        old = before.get(clause.id, {})
        same = old.get("racy") and record.get("racy") and old["hash"] == record["hash"]
        clauses.append(old if same else record)
    footer = report.footer((), run.ending)
    footer["verdicts"] = dict(Counter(record["verdict"] for record in clauses))
    if "ending" in footer:
        footer["ending"]["detail"] = _first_line(footer["ending"]["detail"])
    return [run.header, *clauses, footer]


def _published(record: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in record.items() if key in KEPT}
    return {**kept, "detail": _first_line(record["detail"])}


def _first_line(text: str) -> str:
    line = text.partition("\n")[0]
    return _PATH.sub(r"…\1", _ADDRESS.sub("0x…", line))


def _word(text: str) -> str:
    return re.sub(r"[^\w.+-]+", "-", text).strip("-")
