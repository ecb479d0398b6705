"""Clauses on a terminal: the list, and one of them explained."""

from __future__ import annotations

import inspect
import json
import textwrap
from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.syntax import Syntax
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from executor_spec import Clause, Specification


def list_clauses(console: Console, clauses: Iterable[Clause], spec: Specification) -> None:
    """Print clauses with their sentences, chapter by chapter."""
    chapter = None
    for clause in clauses:
        if clause.chapter != chapter:
            chapter = clause.chapter
            console.print(Text(spec.chapter(chapter).title, style="bold"))
        console.print(Text(f"{clause.id}  {clause.level}", style="cyan"))
        console.print(Padding(Text(clause.sentence), (0, 0, 0, 2)))


def clauses_as_json(clauses: Iterable[Clause]) -> str:
    """Return clauses as a JSON list."""
    return json.dumps([_as_dict(clause) for clause in clauses], indent=2, ensure_ascii=False)


def explain_clause(console: Console, clause: Clause, spec: Specification) -> None:
    """Print everything that there is to know about a clause."""
    console.print(Text(f"{clause.id}  {clause.level}", style="bold cyan"))
    console.print(Padding(Text(clause.sentence), (0, 0, 1, 2)))
    facts = {
        "why": clause.why,
        "chapter": spec.chapter(clause.chapter).title,
        "basis": ", ".join(clause.basis),
        "needs": describe_needs(clause),
        "builds on": ", ".join(clause.builds_on),
        "permitted outcomes": "; ".join(clause.outcomes),
        "sources": "\n".join(f"{s.text} {s.url}" if s.url else s.text for s in clause.sources),
    }
    for name, text in facts.items():
        if text:
            console.print(Text(name, style="bold"))
            console.print(Padding(Text(text), (0, 0, 0, 2)))
    from executor_conformance.suite import load_suite

    for test in load_suite().get(clause.id, ()):
        console.print()
        source = textwrap.dedent(inspect.getsource(test.function)).rstrip()
        if console.is_terminal and not console.no_color:
            console.print(Syntax(source, "python", background_color="default", word_wrap=True))
        else:
            console.print(source, markup=False, soft_wrap=True)


def describe_needs(clause: Clause) -> str:
    """Say in words what an executor needs for a clause to be judged; empty if nothing."""
    from executor_spec import Kind

    needs = clause.needs
    words = []
    if set(needs.kinds) != set(Kind):
        words.append(f"kind {' or '.join(needs.kinds)}")
    if needs.capabilities:
        words.append(f"capability {', '.join(needs.capabilities)}")
    if needs.absent:
        words.append(f"without the capability {', '.join(needs.absent)}")
    if needs.workers > 1:
        words.append(f"{needs.workers} workers")
    if needs.family:
        words.append(f"family {needs.family}")
    if clause.since:
        words.append(f"Python {clause.since} or later")
    if clause.until:
        words.append(f"Python {clause.until} or earlier")
    return "; ".join(words)


def _as_dict(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.id,
        "chapter": clause.chapter,
        "level": clause.level,
        "basis": list(clause.basis),
        "sentence": clause.sentence,
        "needs": {
            "kinds": list(clause.needs.kinds),
            "capabilities": list(clause.needs.capabilities),
            "absent": list(clause.needs.absent),
            "workers": clause.needs.workers,
            "family": clause.needs.family,
        },
        "builds_on": list(clause.builds_on),
        "since": str(clause.since) if clause.since else None,
        "until": str(clause.until) if clause.until else None,
        "why": clause.why,
        "sources": [{"text": source.text, "url": source.url} for source in clause.sources],
        "outcomes": list(clause.outcomes),
        "hash": clause.hash,
    }
