"""The directive that renders one chapter of the specification."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from executor_docs.clause import ClauseWriter
from executor_docs.references import DOMAIN
from executor_docs.specification import note_dependencies, specification_of
from executor_spec import UnknownChapterError

if TYPE_CHECKING:
    from executor_docs.domain import ClauseDomain
    from executor_spec import Clause


class ChapterDirective(SphinxDirective):
    """``.. spec:chapter:: map`` makes the page of the chapter `map`: title, words, all clauses."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the chapter as one section."""
        specification = specification_of(self.config)
        try:
            chapter = specification.chapter(self.arguments[0])
        except UnknownChapterError as error:
            raise self.error(str(error)) from error
        note_dependencies(self.env)
        section = nodes.section(ids=[chapter.name], names=[])
        self.set_source_info(section)
        section += nodes.title("", chapter.title)
        section += self.parse_text_to_nodes(chapter.introduction)
        writer = ClauseWriter(specification, self.env)
        for clause in chapter.clauses:
            section += self._clause(writer, clause)
        return [section]

    def _clause(self, writer: ClauseWriter, clause: Clause) -> nodes.section:
        # The id as written makes the address `…/map.html#MAP-01`. The name makes a label, so that
        # projects without this extension can link through intersphinx with the role `ref`.
        section = nodes.section(ids=[clause.id], names=[clause.id.lower()], classes=["clause"])
        self.set_source_info(section)
        section += nodes.title("", clause.id)
        section += writer.body(clause)
        self.state.document.note_explicit_target(section, section)
        domain = cast("ClauseDomain", self.env.domains[DOMAIN])
        domain.note_clause(clause.id, self.env.docname, section)
        return section
