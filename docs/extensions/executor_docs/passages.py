"""One passage of the founding document: what it says, where it slips, what promises it."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from docutils import nodes

from executor_docs.places import shown_path
from executor_docs.prose import inline_nodes, paragraph
from executor_docs.references import clause_reference, passage_anchor

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from executor_spec import Passage, Slip


class PassageWriter:
    """Makes the nodes of passages for one page; `known` are the ids of all clauses."""

    def __init__(self, known: Collection[str], docname: str) -> None:
        self._known = known
        self._docname = docname

    def passage(self, passage: Passage) -> nodes.container:
        """Return a passage with its clauses and its slips."""
        anchor = passage_anchor(passage.id)
        number = nodes.reference("", passage.id, refid=anchor, internal=True)
        return nodes.container(
            "",
            nodes.paragraph("", "", number, classes=["passage-id"]),
            paragraph(passage.says, self._known, self._docname),
            self._promised(passage),
            *(self._slip(slip) for slip in passage.slips),
            ids=[anchor],
            classes=["passage"],
        )

    def example(self, path: Path, printed: str) -> nodes.container:
        """Return the source of a program and what it printed."""
        source = path.read_text(encoding="utf-8")
        where = f"{platform.python_implementation()} {platform.python_version()}"
        count = len(printed.splitlines())
        came = "1 line as it came" if count == 1 else f"{count} lines as they came"
        words = f"{came}, on {where}. Order and names vary from run to run."
        return nodes.container(
            "",
            nodes.paragraph("", "", nodes.literal("", shown_path(path)), classes=["place"]),
            nodes.literal_block(source, source, language="python"),
            nodes.paragraph("", words, classes=["place"]),
            nodes.literal_block(printed, printed, language="none"),
            classes=["example"],
        )

    def _promised(self, passage: Passage) -> nodes.paragraph:
        if passage.no_behaviour is not None:
            words = inline_nodes(passage.no_behaviour, self._known, self._docname)
            return nodes.paragraph("", "", *words, classes=["promised"])
        return nodes.paragraph("", "", *self._links(passage.clauses), classes=["promised"])

    def _links(self, clauses: tuple[str, ...]) -> Iterator[nodes.Node]:
        yield nodes.Text("Clauses: " if len(clauses) > 1 else "Clause: ")
        for place, clause_id in enumerate(clauses):
            if place:
                yield nodes.Text(", ")
            yield clause_reference(clause_id, self._docname)

    def _slip(self, slip: Slip) -> nodes.admonition:
        fields = nodes.field_list(
            "", self._field("It says", slip.claim), self._field("In fact", slip.fact)
        )
        fields["classes"] += ["facts"]
        return nodes.admonition("", nodes.title("", "Slip"), fields, classes=["slip"])

    def _field(self, name: str, text: str) -> nodes.field:
        body = nodes.field_body("", paragraph(text, self._known, self._docname))
        return nodes.field("", nodes.field_name("", name), body)
