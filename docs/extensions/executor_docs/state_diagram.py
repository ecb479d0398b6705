"""The directive that shows the states of a future as a drawing, with its text alternative."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from executor_docs.collapsible import collapsible, collapsible_title
from executor_docs.diagram import diagram
from executor_docs.prose import paragraph
from executor_docs.specification import note_dependencies, states_of
from executor_docs.state_drawing import draw, in_words, transitions, undrawn

if TYPE_CHECKING:
    from executor_spec.states import StateTable


class StateDiagramDirective(SphinxDirective):
    """``.. spec:state-diagram::`` draws the transitions, and tells them in words below."""

    def run(self) -> list[nodes.Node]:
        """Return the drawing and the closed list; builders other than HTML show the list alone."""
        note_dependencies(self.env)
        table = states_of(self.config)
        if missing := undrawn(table):
            raise self.error(
                f"the drawing has no place for the state {', '.join(missing)}: "
                "add it to PLACES in state_drawing.py"
            )
        items = [
            nodes.list_item("", paragraph(words, (), self.env.docname)) for words in in_words(table)
        ]
        title = collapsible_title("", "The transitions in words")
        return [
            diagram("", svg=draw(table), caption=_legend(table), kind="states"),
            collapsible("", title, nodes.bullet_list("", *items)),
        ]


def _legend(table: StateTable) -> str:
    numbers = sorted({number for some in transitions(table).values() for number in some})
    items = [
        f'<li value="{number}"><code class="literal">'
        f"{escape(table.events[number - 1].call)}</code></li>"
        for number in numbers
    ]
    return f"<ol>{''.join(items)}</ol><p>Nothing leads out of a state with a thick frame.</p>"
