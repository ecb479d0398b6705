"""The declarations that a report calls for, as TOML to be finished by hand."""

from __future__ import annotations

from textwrap import shorten, wrap
from typing import TYPE_CHECKING, Any

from executor_conformance.judgement import BROKEN
from executor_conformance.render.words import first_line

if TYPE_CHECKING:
    from executor_conformance.reports import ReportedRun
    from executor_spec import Specification

WIDTH = 100
"""Letters in a line of what is repeated of the specification."""


def declarations_of(run: ReportedRun, spec: Specification) -> str:
    """Return a ``[[deviation]]`` table for each clause that a run found broken.

    The reason of each is what was seen; why that is so is for a person to find out. A clause that
    was declared in that run is not declared again.
    """
    known = {clause.id: clause.sentence for clause in spec.clauses}
    broken = [record for record in run.clauses.values() if record["verdict"] in BROKEN]
    head = [f"# {run.title}, {run.header['kind']}.", "# Say why each fails: what is here was seen."]
    tables = [_table(record, known.get(record["id"], "")) for record in broken]
    return "\n".join([*head, *tables]) + "\n"


def _table(record: dict[str, Any], sentence: str) -> str:
    seen = shorten(first_line(record["detail"]) or record["verdict"], 2 * WIDTH, placeholder=" …")
    lines = [
        "",
        "[[deviation]]",
        f'clause = "{record["id"]}"',
        *wrap(sentence, WIDTH, initial_indent="# ", subsequent_indent="# "),
        f"reason = {_text(f'Seen: {seen}')}",
    ]
    if record["verdict"] != "fail":
        lines.append(f'shows = "{record["verdict"]}"')
    return "\n".join(lines)


def _text(value: str) -> str:
    """Return a basic string of TOML."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    shown = (char if char.isprintable() else f"\\U{ord(char):08x}" for char in escaped)
    return f'"{"".join(shown)}"'
