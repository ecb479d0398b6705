"""Reports that are kept: each in a file of its own, which a broken run leaves as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from packaging.version import InvalidVersion, Version

from executor_conformance import report
from executor_conformance.errors import UsageError
from executor_conformance.reports import read_report
from executor_conformance.settling import settled_clause, settled_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from executor_conformance.checking import Run


def publish(run: Run, directory: Path, kit_hash: str) -> tuple[Path, bool]:
    """Write the report of a run to its place below a directory.

    `kit_hash` is the digest of what judged it. Returns the file, and whether that changed it. Where
    a racy deviation came out the other way, the older report's record of it is left as it is.
    Raises `UsageError` if the file cannot be written.
    """
    path = directory / place_of(run.header)
    header = {**run.header, "kit_hash": kit_hash}
    text = settled_text(header, _records(run, path), report.footer((), run.ending))
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return path, False
    partial = path.with_name(path.name + ".partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    return path, True


def place_of(header: Mapping[str, Any]) -> str:
    """Return where the report of a run belongs: ``name/version-python.jsonl``."""
    implementation, version, *build = header["python"].split()
    python = f"{implementation.lower()}-{version}{'t' if build else ''}"
    name = f"{header['version']}-{python}" if header["version"] else python
    return f"{_word(header['name'])}/{_word(name)}.jsonl"


def replaced_by(path: Path) -> list[Path]:
    """Return the reports beside this one that it takes the place of.

    They are of the same executor on the same line of Python (CPython 3.13, say), and of an older
    release of either. What cannot be read or compared is left alone.
    """
    new = _release(path)
    if new is None:
        return []
    line, age = new
    found = []
    for other in sorted(path.parent.glob("*.jsonl")):
        old = _release(other)
        if other != path and old is not None and old[0] == line and old[1] < age:
            found.append(other)
    return found


def _release(path: Path) -> tuple[tuple[str, ...], tuple[Version, Version]] | None:
    """Return what a report is about, in a form to compare: who and where, and how new."""
    try:
        header = read_report(path)[-1].header
        implementation, version, *build = header["python"].split()
        python = Version(version)
        release = Version(header["version"] or "0")
    except (UsageError, InvalidVersion, ValueError):
        return None
    line = (header["name"], implementation, f"{python.major}.{python.minor}", *build)
    return line, (release, python)


def _records(run: Run, path: Path) -> list[dict[str, Any]]:
    before: dict[str, dict[str, Any]] = {}
    if path.exists():
        try:
            before = {**read_report(path)[-1].clauses}
        except UsageError:
            before = {}
    clauses = []
    for clause in run.clauses:
        record = settled_clause(report.clause_record(clause, run.judgements[clause.id]))
        old = before.get(clause.id, {})
        same = old.get("racy") and record.get("racy") and old["hash"] == record["hash"]
        clauses.append(old if same else record)
    return clauses


def _word(text: str) -> str:
    return re.sub(r"[^\w.+-]+", "-", text).strip("-")
