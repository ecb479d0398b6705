"""Nodes that link to clauses, to passages, and to lines of the reference implementation."""

from __future__ import annotations

from docutils import nodes
from sphinx.addnodes import pending_xref

DOMAIN = "spec"


def clause_reference(clause_id: str, docname: str) -> pending_xref:
    """Return a link to a clause that shows its id; `docname` is the page it stands on."""
    text = nodes.literal("", clause_id, classes=["xref", DOMAIN, f"{DOMAIN}-clause"])
    return _pending("clause", clause_id, docname, text)


def line_reference(module: str, line: int, shown: str, docname: str) -> pending_xref:
    """Return a link to a line of a listing that shows the text `shown`."""
    text = nodes.literal("", shown, classes=["xref", DOMAIN, f"{DOMAIN}-line"])
    return _pending("line", f"{module}:{line}", docname, text)


def passage_reference(passage_id: str, shown: str, docname: str) -> pending_xref:
    """Return a link to a passage of the founding document that shows the text `shown`."""
    text = nodes.inline("", shown, classes=["xref", DOMAIN, f"{DOMAIN}-passage"])
    return _pending("passage", passage_id, docname, text)


def passage_anchor(passage_id: str) -> str:
    """Return the anchor of a passage on its page."""
    return f"passage-{passage_id}"


def label_reference(label: str, shown: str, docname: str) -> pending_xref:
    """Return a link to a label of these pages that shows the text `shown`."""
    text = nodes.inline("", shown, classes=["xref", "std", "std-ref"])
    return pending_xref(
        "",
        text,
        refdomain="std",
        reftype="ref",
        reftarget=label,
        refexplicit=True,
        refwarn=True,
        refdoc=docname,
    )


def _pending(reftype: str, target: str, docname: str, text: nodes.TextElement) -> pending_xref:
    return pending_xref(
        "",
        text,
        refdomain=DOMAIN,
        reftype=reftype,
        reftarget=target,
        refexplicit=False,
        refwarn=True,
        refdoc=docname,
    )
