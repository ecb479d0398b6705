"""The directive that shows a file of the repository which may not be there."""

from __future__ import annotations

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from executor_docs.places import REPOSITORY


class OptionalFileDirective(SphinxDirective):
    """``.. spec:file:: CHANGELOG.md`` shows the file, or the words of the option `:missing:`."""

    required_arguments = 1
    option_spec = {  # noqa: RUF012 - docutils reads a plain dict
        "language": directives.unchanged,
        "missing": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Return the file's text as it stands, or a paragraph."""
        path = REPOSITORY / self.arguments[0]
        self.env.note_dependency(path)
        if not path.is_file():
            return [nodes.paragraph("", self.options.get("missing", "There is no such file yet."))]
        text = path.read_text(encoding="utf-8")
        return [nodes.literal_block(text, text, language=self.options.get("language", "text"))]
