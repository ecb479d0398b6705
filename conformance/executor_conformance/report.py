"""The report: JSON Lines, streamed beside the file that it replaces once it is complete."""

from __future__ import annotations

import json
import platform
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from executor_conformance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from executor_conformance.bench import Ending
    from executor_conformance.judgement import Judgement
    from executor_spec import Clause, Specification

SCHEMA = Path(__file__).parent / "report.schema.json"


def kit_version() -> str:
    """Return the version of the installed kit."""
    # Not before the first judged process is on its way: the import takes as long as some tests.
    from importlib.metadata import version

    return version("executor-conformance")


def header(
    hello: dict[str, Any],
    *,
    target: str,
    isolation: str,
    spec: Specification,
    planned: Iterable[str],
) -> dict[str, Any]:
    """Return the record that opens a run: who was judged, by what, where, on which clauses."""
    return {
        "record": "header",
        "kit": kit_version(),
        "spec": spec.version,
        "spec_hash": spec.hash,
        "name": hello["name"],
        "version": hello["version"],
        "target": target,
        "kind": hello["kind"],
        "kind_found": hello["kind_found"],
        "python": hello["python"],
        "platform": f"{platform.system()} {platform.machine()}",
        "isolation": isolation,
        **({"start_method": hello["start_method"]} if hello.get("start_method") else {}),
        "capabilities": hello["capabilities"],
        "planned": list(planned),
    }


def clause_record(clause: Clause, judgement: Judgement) -> dict[str, Any]:
    """Return the record of one judged clause."""
    fields = judgement.to_dict()
    return {
        "record": "clause",
        "id": fields.pop("clause"),
        "level": str(clause.level),
        "hash": clause.hash,
        "verdict": fields.pop("verdict"),
        "duration": fields.pop("seconds"),
        "detail": fields.pop("detail", ""),
        **fields,
    }


def footer(judgements: Iterable[Judgement], ending: Ending | None) -> dict[str, Any]:
    """Return the record that closes a complete run: totals, and how the judged process ended."""
    counts = Counter(str(judgement.verdict) for judgement in judgements)
    record: dict[str, Any] = {"record": "footer", "complete": True, "verdicts": dict(counts)}
    if ending is not None:
        record["ending"] = {"verdict": str(ending.verdict), "detail": ending.detail}
    return record


class ReportFile:
    """A report on disk. It holds one run or several, one after another.

    Records go to ``FILE.partial``; `finish` puts that in the place of FILE, so that a broken run
    leaves an old report as it was. Raises `UsageError` if the file cannot be written.
    """

    def __init__(self, path: Path):
        self._path = path
        self._partial = path.with_name(path.name + ".partial")
        if path.is_dir():
            raise UsageError(f"the report cannot be written: {path} is a folder; name a file")
        self._ends: list[int] = []
        try:
            self._file = self._partial.open("w", encoding="utf-8")
        except OSError as error:
            raise UsageError(
                f"the report cannot be written to {path}: {error.strerror}; "
                "name a file in a folder that exists and can be written to"
            ) from error

    def write(self, record: dict[str, Any]) -> None:
        """Append one record."""
        self._file.write(json.dumps(record, ensure_ascii=False) + "\n")
        self._file.flush()
        if record["record"] == "footer":
            self._ends.append(self._file.tell())

    def finish(self, runs: int | None = None) -> None:
        """Put the report in its place, with so many of its complete runs: all if none is said."""
        self._file.truncate([0, *self._ends[:runs]][-1])
        self._file.close()
        self._partial.replace(self._path)

    def abandon(self) -> None:
        """Leave what there is as ``FILE.partial``, or nothing if there is nothing."""
        self._file.close()
        if self._partial.stat().st_size == 0:
            self._partial.unlink()
