"""What a clause needs, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from executor_docs.references import label_reference
from executor_spec import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from executor_spec import Clause


def needs_of(clause: Clause, docname: str) -> list[nodes.Node]:
    """Return which executors a clause applies to; capabilities link to their table."""
    shown: list[nodes.Node] = []
    for part in _parts(clause, docname):
        if shown:
            shown.append(nodes.Text("; "))
        shown += part
    return shown


def _parts(clause: Clause, docname: str) -> Iterator[list[nodes.Node]]:
    needs = clause.needs
    if needs.family:
        yield [nodes.Text("the standard library's own executors")]
    if set(needs.kinds) == set(Kind):
        if not needs.family:
            yield [nodes.Text("every kind")]
    else:
        yield [nodes.Text("kinds: "), nodes.Text(", ".join(needs.kinds))]
    for capability in needs.capabilities:
        yield [
            nodes.Text("with the capability "),
            label_reference("capabilities", capability, docname),
        ]
    for capability in needs.absent:
        yield [
            nodes.Text("without the capability "),
            label_reference("capabilities", capability, docname),
        ]
    if needs.workers > 1:
        yield [nodes.Text(f"with {needs.workers} workers or more")]
    if clause.since:
        yield [nodes.Text(f"Python {clause.since} or later")]
    if clause.until:
        yield [nodes.Text(f"Python {clause.until} or earlier")]
