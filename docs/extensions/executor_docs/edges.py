"""Directives that show what happens before what: tables and drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from executor_docs.diagram import diagram
from executor_docs.edge_drawing import DRAWINGS, draw
from executor_docs.needs import needs_of
from executor_docs.prose import inline_nodes
from executor_docs.references import clause_reference
from executor_docs.specification import edges_of, note_dependencies, specification_of
from executor_docs.tables import table_of
from executor_spec.edges import Promise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from executor_spec.edges import Edge, HappensBefore

    Cell = Sequence[nodes.Node]

ARROWS = {Promise.NOT_BEFORE: "→", Promise.FROM_THEN_ON: "⇢"}
CAPTION = (
    "A solid arrow: what it points at does not happen before. A broken one: it holds from then on. "
    "A thin one follows from the meaning of the words."
)


class EdgeDiagramDirective(SphinxDirective):
    """``.. spec:edge-diagram:: NAME`` draws some of the points, and all the edges between them."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the drawing; the table of edges tells the same in words."""
        note_dependencies(self.env)
        [name] = self.arguments
        if name not in DRAWINGS:
            raise self.error(f"there is no drawing {name!r}: known are {', '.join(DRAWINGS)}")
        table = edges_of(self.config)
        if missing := DRAWINGS[name].unknown(table):
            raise self.error(
                f"the drawing {name!r} shows {missing!r}, which is not a point: "
                "mend it in edge_drawing.py"
            )
        return [diagram("", svg=draw(DRAWINGS[name], table), caption=CAPTION, kind="edges")]


class EdgeTable(SphinxDirective):
    """A table of the edges file; a subclass says which."""

    headings: ClassVar[tuple[str, ...]]
    widths: ClassVar[tuple[int, ...]]

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        note_dependencies(self.env)
        self.known = {clause.id for clause in specification_of(self.config).clauses}
        head = [[nodes.Text(heading)] for heading in self.headings]
        table = table_of(self.widths, head, self.rows(edges_of(self.config)))
        table["classes"] = ["colwidths-given", "edges"]
        return [table]

    def rows(self, table: HappensBefore) -> Iterable[Sequence[Cell]]:
        """Return the rows, cell by cell."""
        raise NotImplementedError

    def words(self, text: str) -> list[nodes.Node]:
        """Return words, with code between backquotes."""
        return list(inline_nodes(text, self.known, self.env.docname))

    def links(self, ids: Iterable[str]) -> Iterator[nodes.Node]:
        """Yield links to clauses."""
        for number, clause_id in enumerate(ids):
            if number:
                yield nodes.Text(", ")
            yield clause_reference(clause_id, self.env.docname)


class EdgesDirective(EdgeTable):
    """``.. spec:edges::`` lists the edges."""

    headings = ("Edge", "What happens before what", "Holds for, and rests on")
    widths = (10, 45, 45)

    def rows(self, table: HappensBefore) -> Iterator[Sequence[Cell]]:
        """Yield a row for each edge."""
        for edge in table.edges:
            yield (
                [nodes.target("", "", ids=[edge.id]), nodes.literal("", edge.id)],
                self._ends(edge),
                [*needs_of(edge.needs, self.env.docname), *self._basis(edge)],
            )

    def _ends(self, edge: Edge) -> list[nodes.Node]:
        ends = [
            *self.words(edge.before),
            nodes.strong("", f" {ARROWS[edge.promise]} "),
            *self.words(edge.after),
        ]
        if edge.note:
            ends += [nodes.Text(". "), *self.words(edge.note)]
        return ends

    def _basis(self, edge: Edge) -> list[nodes.Node]:
        links = [*self.links(edge.clauses)]
        bases = nodes.Text(", ".join(edge.basis))
        return [nodes.Text(". "), *links, nodes.Text(": " if links else ""), bases]


class PointsDirective(EdgeTable):
    """``.. spec:points::`` says what each point in time is."""

    headings = ("Point in time", "What it is")
    widths = (35, 65)

    def rows(self, table: HappensBefore) -> Iterator[Sequence[Cell]]:
        """Yield a row for each point."""
        for point in table.points:
            yield [nodes.Text(point.name)], self.words(point.meaning)


class UnorderedDirective(EdgeTable):
    """``.. spec:unordered::`` lists the places without an edge."""

    headings = ("No order between", "Because")
    widths = (42, 58)

    def rows(self, table: HappensBefore) -> Iterator[Sequence[Cell]]:
        """Yield a row for each place."""
        for place in table.unordered:
            because = self.words(place.why)
            if place.clauses:
                because += [nodes.Text(" "), *self.links(place.clauses)]
            yield self.words(place.between), because


EDGES: dict[str, type[SphinxDirective]] = {
    "edge-diagram": EdgeDiagramDirective,
    "edges": EdgesDirective,
    "points": PointsDirective,
    "unordered": UnorderedDirective,
}
