"""What is kept of a report: nothing that differs from run to run."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from executor_conformance.reports import ReportedRun

KEPT = frozenset(
    {
        *("record", "id", "level", "hash", "verdict", "detail", "test", "phase", "outcomes"),
        *("foundation", "deviation", "link", "shown", "racy"),
    }
)
"""What is kept of a clause's record: not how long it took, nor stacks, output and events."""

ASIDE = frozenset({"kit_hash", "repetition", "repetitions"})
"""What of a header says nothing about what was judged, and on which words."""

_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]+\b")
_PATH = re.compile(r"(?<![\w./])(?:/[\w.+~@-]+)+(/[\w.+~@-]+)")


def settled_clause(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of a clause's record."""
    kept = {key: value for key, value in record.items() if key in KEPT}
    return {**kept, "detail": _first_line(record["detail"])}


def settled_text(
    header: Mapping[str, Any], clauses: Iterable[Mapping[str, Any]], footer: Mapping[str, Any]
) -> str:
    """Return a run as it is kept, ready for a file; what has been settled stays as it is."""
    kept = [settled_clause(record) for record in clauses]
    last = {**footer, "verdicts": dict(Counter(record["verdict"] for record in kept))}
    if "ending" in last:
        last["ending"] = {**last["ending"], "detail": _first_line(last["ending"]["detail"])}
    return "".join(
        json.dumps(record, ensure_ascii=False, sort_keys=True) + "\n"
        for record in (header, *kept, last)
    )


def settled_digest(run: ReportedRun) -> str:
    """Return the SHA-256 of a run as it is kept: the same whether or not it has been settled.

    The sources that judged do not count, nor which of several runs it was.
    """
    header = {key: value for key, value in run.header.items() if key not in ASIDE}
    clauses = [run.clauses[name] for name in header["planned"] if name in run.clauses]
    text = settled_text(header, clauses, run.footer)
    return hashlib.sha256(text.encode()).hexdigest()


def _first_line(text: str) -> str:
    line = text.lstrip().partition("\n")[0]
    return _PATH.sub(r"…\1", _ADDRESS.sub("0x…", line))
