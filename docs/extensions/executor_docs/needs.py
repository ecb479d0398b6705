"""What a clause or an edge needs, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from executor_docs.references import label_reference
from executor_spec import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from executor_spec import Needs, PythonVersion


def needs_of(
    needs: Needs,
    docname: str,
    since: PythonVersion | None = None,
    until: PythonVersion | None = None,
) -> list[nodes.Node]:
    """Return which executors something applies to; capabilities link to their table."""
    shown: list[nodes.Node] = []
    for part in _parts(needs, docname, since, until):
        if shown:
            shown.append(nodes.Text("; "))
        shown += part
    return shown


def _parts(
    needs: Needs, docname: str, since: PythonVersion | None, until: PythonVersion | None
) -> Iterator[list[nodes.Node]]:
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
    if since:
        yield [nodes.Text(f"Python {since} or later")]
    if until:
        yield [nodes.Text(f"Python {until} or earlier")]
