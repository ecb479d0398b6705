"""A part of a page that is closed until the reader opens it: HTML's `details` element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class collapsible(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes like this
    """Holds a `collapsible_title` and what is hidden below it."""


class collapsible_title(nodes.General, nodes.TextElement):  # noqa: N801
    """The line that stays visible."""


def setup(app: Sphinx) -> None:
    """Register both nodes; other builders than HTML show everything."""
    opened = (_visit_open, _depart_open)
    for node, html in (
        (collapsible, (_visit_details, _depart_details)),
        (collapsible_title, (_visit_summary, _depart_summary)),
    ):
        app.add_node(node, html=html, latex=opened, text=opened, man=opened, texinfo=opened)


def _visit_details(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "details"))


def _depart_details(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</details>\n")


def _visit_summary(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "summary", ""))


def _depart_summary(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</summary>\n")


def _visit_open(self: nodes.NodeVisitor, node: nodes.Element) -> None:
    """Show the children and nothing else."""


def _depart_open(self: nodes.NodeVisitor, node: nodes.Element) -> None:
    """Have nothing to close."""
