"""Directives that show the vocabulary and the clauses of the specification as tables."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import SphinxDirective

from executor_docs.contents import chapter_pages
from executor_docs.prose import inline_nodes
from executor_docs.references import clause_reference
from executor_docs.specification import note_dependencies, specification_of
from executor_docs.words import BASES, KINDS, LEVELS
from executor_spec import Basis, Kind, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from executor_spec import Clause, Specification

    Cell = Sequence[nodes.Node]


class TableDirective(SphinxDirective):
    """A table of which a subclass gives the headings, the widths and the rows."""

    headings: ClassVar[tuple[str, ...]]
    widths: ClassVar[tuple[int, ...]]

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        note_dependencies(self.env)
        specification = specification_of(self.config)
        self.known = {clause.id for clause in specification.clauses}
        head = [[nodes.Text(heading)] for heading in self.headings]
        return [table_of(self.widths, head, self.rows(specification))]

    def rows(self, specification: Specification) -> Iterable[Sequence[Cell]]:
        """Return the rows, cell by cell."""
        raise NotImplementedError

    def words(self, text: str) -> Cell:
        """Return a cell of words, with code between backquotes."""
        return list(inline_nodes(text, self.known, self.env.docname))


class LevelTable(TableDirective):
    """``.. spec:levels::``."""

    headings = ("Level", "Clauses", "What it means")
    widths = (20, 10, 70)

    def rows(self, specification: Specification) -> Iterable[Sequence[Cell]]:
        """Return a row for each level."""
        counts = Counter(clause.level for clause in specification.clauses)
        for level in Level:
            yield [_level(level)], _number(counts[level]), self.words(LEVELS[level])


class BasisTable(TableDirective):
    """``.. spec:bases::``."""

    headings = ("Basis", "Clauses", "Where the promise comes from")
    widths = (20, 10, 70)

    def rows(self, specification: Specification) -> Iterable[Sequence[Cell]]:
        """Return a row for each basis."""
        counts = Counter(basis for clause in specification.clauses for basis in clause.basis)
        for basis in Basis:
            yield _code(basis), _number(counts[basis]), self.words(BASES[basis])


class KindTable(TableDirective):
    """``.. spec:kinds::``."""

    headings = ("Kind", "Clauses", "Where its calls run")
    widths = (20, 10, 70)

    def rows(self, specification: Specification) -> Iterable[Sequence[Cell]]:
        """Return a row for each kind."""
        counts = Counter(kind for clause in specification.clauses for kind in clause.needs.kinds)
        for kind in Kind:
            yield _code(kind), _number(counts[kind]), self.words(KINDS[kind])


class CapabilityTable(TableDirective):
    """``.. spec:capabilities::``."""

    headings = ("Capability", "What it means", "How it shows", "Refused where absent")
    widths = (18, 34, 28, 20)

    def rows(self, specification: Specification) -> Iterable[Sequence[Cell]]:
        """Return a row for each capability."""
        for capability in specification.capabilities.values():
            yield (
                _code(capability.name),
                self.words(capability.meaning),
                self.words(capability.shows),
                self.words(capability.refused_by or f"no: {capability.unrefusable}"),
            )


class ChapterTable(TableDirective):
    """``.. spec:chapters::``."""

    headings = ("Chapter", "Ids", "Clauses")
    widths = (60, 20, 20)

    def rows(self, specification: Specification) -> Iterable[Sequence[Cell]]:
        """Return a row for each chapter, with a link to its page."""
        pages = chapter_pages(specification)
        for chapter in specification.chapters:
            yield (
                [self._link(chapter.title, pages[chapter.name])],
                _code(f"{chapter.prefix}-"),
                _number(len(chapter.clauses)),
            )

    def _link(self, title: str, page: str) -> nodes.Node:
        return pending_xref(
            "",
            nodes.inline("", title),
            refdomain="std",
            reftype="doc",
            reftarget=f"/{page}",
            refexplicit=True,
            refwarn=False,
            refdoc=self.env.docname,
        )


class ClauseTable(TableDirective):
    """``.. spec:clauses::``."""

    headings = ("Clause", "Level", "Sentence")
    widths = (12, 15, 73)

    def rows(self, specification: Specification) -> Iterable[Sequence[Cell]]:
        """Return a row for each clause, in reading order."""
        return map(self._row, specification.clauses)

    def _row(self, clause: Clause) -> Sequence[Cell]:
        link = clause_reference(clause.id, self.env.docname)
        return [link], [_level(clause.level)], self.words(clause.sentence)


TABLES: dict[str, type[SphinxDirective]] = {
    "levels": LevelTable,
    "bases": BasisTable,
    "kinds": KindTable,
    "capabilities": CapabilityTable,
    "chapters": ChapterTable,
    "clauses": ClauseTable,
}


def table_of(
    widths: Sequence[int], head: Sequence[Cell], rows: Iterable[Sequence[Cell]]
) -> nodes.table:
    """Return a table of these headings and rows, cell by cell."""
    group = nodes.tgroup("", cols=len(widths))
    group += [nodes.colspec(colwidth=width) for width in widths]
    group += nodes.thead("", _row(head))
    group += nodes.tbody("", *map(_row, rows))
    return nodes.table("", group, classes=["colwidths-given", "vocabulary"])


def _level(level: Level) -> nodes.Node:
    return nodes.inline("", level, classes=["level", f"level-{level}"])


def _code(text: str) -> Cell:
    return [nodes.literal("", text)]


def _number(number: int) -> Cell:
    return [nodes.Text(str(number))]


def _row(cells: Sequence[Cell]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))
