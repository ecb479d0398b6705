"""The sentences and reasons of clauses as nodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from executor_docs.references import clause_reference

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

CLAUSE_ID = re.compile(r"\b[A-Z]{2,4}-[0-9]{2,3}\b")

PIECES = re.compile(
    rf"""
    `(?P<code>[^`]+)`
    | (?P<clause>{CLAUSE_ID.pattern})
    | \b(?P<keyword>(?:MUST|SHOULD)(?:\ NOT)?|MAY)\b
    """,
    re.VERBOSE,
)


def inline_nodes(text: str, known: Container[str], docname: str) -> Iterator[nodes.Node]:
    """Yield the nodes of one text: code, links to `known` clauses, keywords, and words between."""
    end = 0
    for piece in PIECES.finditer(text):
        if piece.start() > end:
            yield nodes.Text(text[end : piece.start()])
        yield _node(piece, known, docname)
        end = piece.end()
    if end < len(text):
        yield nodes.Text(text[end:])


def paragraph(text: str, known: Container[str], docname: str) -> nodes.paragraph:
    """Return one text as a paragraph."""
    return nodes.paragraph("", "", *inline_nodes(text, known, docname))


def _node(piece: re.Match[str], known: Container[str], docname: str) -> nodes.Node:
    if code := piece["code"]:
        return nodes.literal("", code)
    if keyword := piece["keyword"]:
        return nodes.strong("", keyword)
    clause_id = piece["clause"]
    return clause_reference(clause_id, docname) if clause_id in known else nodes.Text(clause_id)
