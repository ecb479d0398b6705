"""Directives that show the state table of futures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from executor_docs.prose import inline_nodes
from executor_docs.references import clause_reference
from executor_docs.specification import note_dependencies, specification_of, states_of
from executor_docs.tables import table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from executor_spec.states import Cell, Event, State, StateTable

# Words of outcomes and effects that are names in a program.
CODE = re.compile(
    r"\b(True|False|None|\w+Error|(?<=wakes )(?:result|wait)|(?<=and )(?:exception|as_completed))\b"
)


class StatesDirective(SphinxDirective):
    """``.. spec:states::`` lists the states with the answers of the queries."""

    def run(self) -> list[nodes.Node]:
        """Return one table."""
        note_dependencies(self.env)
        queries = ("running", "done", "cancelled")
        head: list[Sequence[nodes.Node]] = [
            [nodes.Text("State")],
            *([nodes.literal("", f"{query}()")] for query in queries),
            [nodes.Text("What it means")],
        ]
        rows: list[list[Sequence[nodes.Node]]] = [
            [
                [nodes.strong("", state.name)],
                *([nodes.literal("", str(getattr(state, query)))] for query in queries),
                list(inline_nodes(state.meaning, (), self.env.docname)),
            ]
            for state in states_of(self.config).states
        ]
        return [table_of((22, 11, 11, 11, 45), head, rows)]


class EventsDirective(SphinxDirective):
    """``.. spec:events::`` shows what each event does in each state."""

    def run(self) -> list[nodes.Node]:
        """Return one table: a row for each event, and below it one for the states alike in it."""
        note_dependencies(self.env)
        self.known = {clause.id for clause in specification_of(self.config).clauses}
        states = states_of(self.config)
        head = [nodes.entry("", nodes.paragraph("", text)) for text in ("State", "What follows")]
        body: list[nodes.row] = []
        for number, event in enumerate(states.events, 1):
            body.append(nodes.row("", self._event(number, event), classes=["event"]))
            body += self._rows(states, event)
        group = nodes.tgroup("", cols=2)
        group += [nodes.colspec(colwidth=width) for width in (35, 65)]
        group += nodes.thead("", nodes.row("", *head))
        group += nodes.tbody("", *body)
        return [nodes.table("", group, classes=["colwidths-given", "events"])]

    def _event(self, number: int, event: Event) -> nodes.entry:
        call = nodes.paragraph("", "", nodes.strong("", f"{number}. "))
        call += nodes.literal("", event.call)
        meaning = self._words(event.meaning)
        if event.clauses:
            meaning += [nodes.Text(" "), *self._links(event.clauses)]
        return nodes.entry("", call, meaning, morecols=1)

    def _rows(self, states: StateTable, event: Event) -> Iterator[nodes.row]:
        alike: dict[tuple[object, ...], list[State]] = {}
        for state in states.states:
            cell = states.cell(state.name, event.name)
            after = None if cell.next == state.name else cell.next
            what = (after, cell.outcomes, cell.effects, cell.may, cell.why)
            alike.setdefault(what, []).append(state)
        for some in alike.values():
            names = nodes.paragraph("", ", ".join(state.name for state in some))
            cell = states.cell(some[0].name, event.name)
            yield nodes.row("", nodes.entry("", names), nodes.entry("", *self._cell(some[0], cell)))

    def _cell(self, state: State, cell: Cell) -> Iterator[nodes.paragraph]:
        perhaps = [f"perhaps {effect}" for effect in cell.may]
        words = "; ".join([" or ".join(cell.outcomes), *cell.effects, *perhaps])
        follows = self._words(CODE.sub(r"`\1`", words))
        if cell.next != state.name:
            follows.insert(0, [nodes.strong("", f"→ {cell.next}"), nodes.Text(": ")])
        yield follows
        if cell.why:
            yield self._words(cell.why, "reason")

    def _words(self, text: str, *classes: str) -> nodes.paragraph:
        inline = inline_nodes(text, self.known, self.env.docname)
        return nodes.paragraph("", "", *inline, classes=[*classes])

    def _links(self, ids: Iterable[str]) -> Iterator[nodes.Node]:
        for number, clause_id in enumerate(ids):
            if number:
                yield nodes.Text(", ")
            yield clause_reference(clause_id, self.env.docname)


STATES: dict[str, type[SphinxDirective]] = {"states": StatesDirective, "events": EventsDirective}
