"""The source of the reference implementation, line by line, with links to the clauses it cites."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from executor_docs.citations import reference_files
from executor_docs.places import shown_path
from executor_docs.prose import CLAUSE_ID
from executor_docs.references import DOMAIN

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from executor_docs.domain import ClauseDomain

COMMENT = re.compile(r'<span class="c1">.*?</span>', re.DOTALL)


class listing(nodes.literal_block):  # noqa: N801 - docutils names nodes like this
    """The text of one module; `module` is its name, and the prefix of its lines' anchors."""


class ListingDirective(SphinxDirective):
    """``.. spec:listing::`` lists all modules, those of the option `:first:` before the others."""

    option_spec = {"first": directives.unchanged}  # noqa: RUF012 - docutils reads a plain dict

    def run(self) -> list[nodes.Node]:
        """Return a section for each module."""
        first = self.options.get("first", "").split()
        files = {path.stem: path for path in reference_files()}
        unknown = [name for name in first if name not in files]
        if unknown:
            raise self.error(
                f"the reference implementation has no module {', '.join(unknown)}: "
                "mend the option :first:"
            )
        names = [*first, *(name for name in files if name not in first)]
        return [self._section(name, files[name]) for name in names]

    def _section(self, name: str, path: Path) -> nodes.section:
        self.env.note_dependency(path)
        cast("ClauseDomain", self.env.domains[DOMAIN]).note_listing(name, self.env.docname)
        text = path.read_text(encoding="utf-8")
        section = nodes.section(ids=[f"module-{name.strip('_')}"], names=[])
        section += nodes.title("", path.name)
        section += nodes.paragraph("", "", nodes.literal("", shown_path(path)))
        section += listing(text, text, language="python", module=name)
        return section


def setup(app: Sphinx) -> None:
    """Register the node; builders other than HTML show it as any block of code."""
    plain = (_visit_plain, _depart_plain)
    app.add_node(
        listing,
        html=(_visit_html, _depart_plain),
        latex=plain,
        text=plain,
        man=plain,
        texinfo=plain,
    )


def _visit_html(self: HTML5Translator, node: listing) -> None:
    highlighted = self.highlighter.highlight_block(
        node.rawsource,
        "python",
        linenos="inline",
        location=node,
        lineanchors=node["module"],
        anchorlinenos=True,
    )
    linked = COMMENT.sub(lambda comment: _link_clauses(self, comment[0]), highlighted)
    self.body.append(f'<div class="highlight-python notranslate listing">{linked}</div>\n')
    raise nodes.SkipNode


def _link_clauses(self: HTML5Translator, comment: str) -> str:
    builder = self.builder
    clauses = cast("ClauseDomain", builder.env.domains[DOMAIN]).clauses

    def link(found: re.Match[str]) -> str:
        docname = clauses.get(found[0])
        if docname is None:
            return found[0]
        page = builder.get_relative_uri(builder.current_docname, docname)
        return f'<a class="reference internal" href="{page}#{found[0]}">{found[0]}</a>'

    return CLAUSE_ID.sub(link, comment)


def _visit_plain(self: nodes.NodeVisitor, node: listing) -> None:
    self.visit_literal_block(node)


def _depart_plain(self: nodes.NodeVisitor, node: listing) -> None:
    self.depart_literal_block(node)
