"""Reads reports back."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from executor_conformance.errors import UsageError
from executor_conformance.judgement import Judgement, Verdict, breaks_the_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
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

    @property
    def breaking(self) -> tuple[dict[str, Any], ...]:
        """The records that make the implementation nonconforming, where a should may be broken."""
        return tuple(record for record in self.clauses.values() if _breaks(record))

    @property
    def conforming(self) -> bool:
        """Whether something was judged, and nothing that makes the implementation nonconforming."""
        verdicts = {record["verdict"] for record in self.clauses.values()}
        ended = self.footer.get("ending", {}).get("verdict", "pass") == Verdict.PASS
        judged = bool(verdicts - {Verdict.UNSUPPORTED, Verdict.BLOCKED})
        return ended and judged and Verdict.ERROR not in verdicts and not self.breaking


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


def choose_run(path: Path, runs: Sequence[ReportedRun], name: str | None) -> ReportedRun:
    """Return the only run of a report, or the only one of a name; raises `UsageError`."""
    names = [run.name for run in runs]
    chosen = [run for run in runs if name in (None, run.name)]
    if len(chosen) > 1 and all("repetition" in run.header for run in chosen):
        raise UsageError(
            f"{path} holds {len(chosen)} repetitions; name the report of a single run, "
            "made without --repeat"
        )
    if len(chosen) != 1:
        what = f"{len(chosen)} runs" + (f" of {name!r}" if name else "")
        raise UsageError(f"{path} holds {what}: choose one with --name ({', '.join(names)})")
    return chosen[0]


def _breaks(record: dict[str, Any]) -> bool:
    judgement = Judgement.from_dict({**record, "clause": record["id"]})
    return breaks_the_run(judgement, record["level"], strict=False)


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
