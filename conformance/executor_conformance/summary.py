"""The lines that end a pytest session with conformance classes."""

from __future__ import annotations

from collections import Counter
from typing import Any


def summarize(terminalreporter: Any, reports: list[Any]) -> None:
    """Write one line for each conformance class: who was judged, and what came of it."""
    classes: dict[str, dict[str, dict[str, Any]]] = {}
    for report in reports:
        attached = report.executor_conformance
        # Plugins that run failures again report a clause more than once.
        classes.setdefault(attached["class"], {})[attached["clause"]["id"]] = attached
    terminalreporter.section("executor conformance")
    for name, clauses in classes.items():
        records = list(clauses.values())
        header = records[0]["header"]
        counts = Counter(record["clause"]["verdict"] for record in records)
        verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
        who = f"{header['name']} {header['version']}".strip()
        terminalreporter.line(f"{name}: {who} ({header['kind']}): {verdicts}")
        if set(counts) <= {"unsupported", "blocked"}:
            terminalreporter.line(f"{name}: nothing was judged", red=True)
