"""The directive that lists the pages of all chapters in the specification's own order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from executor_docs.specification import note_dependencies, specification_of

if TYPE_CHECKING:
    from executor_spec import Specification

FOLDER = "spec"


class ContentsDirective(SphinxDirective):
    """``.. spec:contents::`` makes a toctree of the chapters."""

    def run(self) -> list[nodes.Node]:
        """Return the toctree; a chapter without a page is left to the lint on pages."""
        note_dependencies(self.env)
        pages = [
            page
            for page in chapter_pages(specification_of(self.config)).values()
            if page in self.env.found_docs
        ]
        tree = addnodes.toctree(
            parent=self.env.docname,
            entries=[(None, page) for page in pages],
            includefiles=pages,
            maxdepth=1,
            caption=None,
            glob=False,
            hidden=False,
            includehidden=False,
            numbered=0,
            titlesonly=True,
        )
        self.set_source_info(tree)
        return [nodes.compound("", tree, classes=["toctree-wrapper"])]


def chapter_pages(specification: Specification) -> dict[str, str]:
    """Return the page that each chapter belongs on."""
    return {chapter.name: f"{FOLDER}/{chapter.name}" for chapter in specification.chapters}
