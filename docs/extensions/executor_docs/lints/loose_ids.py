"""A clause that a page speaks of is linked, so that a wrong id is noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging

from executor_docs.prose import CLAUSE_ID
from executor_docs.references import DOMAIN
from executor_docs.specification import specification_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

EXEMPT = (
    nodes.literal,
    nodes.literal_block,
    nodes.reference,
    nodes.title,
    nodes.raw,
    nodes.comment,
)


def setup(app: Sphinx) -> None:
    """Register the lint."""
    app.connect("doctree-read", check)


def check(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of ids that begin like those of a chapter and stand in plain words."""
    prefixes = {chapter.prefix for chapter in specification_of(app.config).chapters}
    for text in doctree.findall(nodes.Text):
        if _is_exempt(text):
            continue
        for clause_id in CLAUSE_ID.findall(text):
            if clause_id.partition("-")[0] in prefixes:
                logger.warning(
                    "%s stands in plain words: write :clause:`%s`",
                    clause_id,
                    clause_id,
                    location=text.parent,
                    type=DOMAIN,
                    subtype="loose",
                )


def _is_exempt(node: nodes.Node) -> bool:
    parent = node.parent
    while parent is not None:
        if isinstance(parent, EXEMPT):
            return True
        parent = parent.parent
    return False
