"""Reads reports back."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from executor_conformance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass
class ReportedRun:
    """One run of a report: its header, its records by clause id, and its footer."""

    header: dict[str, Any]
    clauses: dict[str, dict[str, Any]] = field(default_factory=dict)
    footer: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of what was judged."""
        return str(self.header["name"])

    @property
    def title(self) -> str:
        """What was judged, with its version and where."""
        parts = [self.header["name"], self.header["version"]]
        who = " ".join(part for part in parts if part)
        return f"{who}, {self.header['python']}, {self.header['platform']}"


def read_report(path: Path) -> list[ReportedRun]:
    """Return the runs of a report, in their order.

    Raises `UsageError` if the file cannot be read, is no report, or holds an incomplete run.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UsageError(f"{path} cannot be read: {reason}") from error
    runs: list[ReportedRun] = []
    for number, line in enumerate(lines, 1):
        try:
            _take(json.loads(line), runs)
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise UsageError(
                f"{path}, line {number}: this is no record of a report; name a file that was "
                "written with --report or --conformance-report"
            ) from error
    incomplete = next((run for run in runs if not run.footer), None)
    if incomplete is not None:
        raise UsageError(f"{path}: the run of {incomplete.name} is incomplete; judge it again")
    if not runs:
        raise UsageError(f"{path} holds no run")
    return runs


def reports_in(places: Iterable[Path]) -> list[Path]:
    """Return the reports that files and folders stand for, in the order of their names.

    Raises `UsageError` for what is not there, and for a folder without a report.
    """
    found: list[Path] = []
    for place in places:
        if not place.exists():
            raise UsageError(f"{place} does not exist")
        inside = sorted(place.rglob("*.jsonl")) if place.is_dir() else [place]
        if not inside:
            raise UsageError(f"there is no report (*.jsonl) in {place}")
        found += inside
    return found


def _take(record: dict[str, Any], runs: list[ReportedRun]) -> None:
    match record["record"]:
        case "header":
            runs.append(ReportedRun(record))
            # Whatever is asked for by name later must be there.
            _ = runs[-1].title, record["planned"], record["spec_hash"]
        case "clause":
            _ = record["verdict"], record["hash"]
            runs[-1].clauses[record["id"]] = record
        case "footer":
            runs[-1].footer = record
        case other:
            raise ValueError(other)
