"""The node of a drawing with its caption."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class diagram(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes like this
    """A drawing: `svg`, a `caption` in HTML, and the `kind` by which it is styled.

    Builders other than HTML leave it out: what it shows is told in words beside it.
    """


def setup(app: Sphinx) -> None:
    """Register the node."""
    skipped = (_skip, None)
    app.add_node(
        diagram,
        html=(_visit_html, None),
        latex=skipped,
        text=skipped,
        man=skipped,
        texinfo=skipped,
    )


def _visit_html(self: HTML5Translator, node: diagram) -> None:
    self.body.append(
        f'<figure class="diagram {node["kind"]}">\n{node["svg"]}\n'
        f"<figcaption>{node['caption']}</figcaption>\n</figure>\n"
    )
    raise nodes.SkipNode


def _skip(self: nodes.NodeVisitor, node: diagram) -> None:
    raise nodes.SkipNode
