"""The directive that renders the founding document, passage by passage, with its examples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from executor_docs.passages import PassageWriter
from executor_docs.programs import ProgramError, run_programs
from executor_docs.references import DOMAIN
from executor_docs.specification import founding_of, note_dependencies, specification_of

if TYPE_CHECKING:
    from executor_docs.domain import ClauseDomain
    from executor_spec import FoundingDocument, FoundingSection


class FoundingDirective(SphinxDirective):
    """``.. spec:founding:: FOLDER`` makes all sections, with the example programs in the folder.

    The folder is told from that of the page. The programs are run, and what they print is shown.
    """

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the sections; that of number 3.1 stands in that of number 3."""
        note_dependencies(self.env)
        document = founding_of(self.config)
        known = {clause.id for clause in specification_of(self.config).clauses}
        self._writer = PassageWriter(known, self.env.docname)
        self._programs = self._paths(document)
        self._printed = self._run()
        top: list[nodes.section] = []
        for section in document.sections:
            node = self._section(section)
            if "." in section.number and top:
                top[-1].append(node)
            else:
                top.append(node)
        return [*top]

    def _paths(self, document: FoundingDocument) -> dict[str, Path]:
        _, folder = self.env.relfn2path(self.arguments[0])
        examples = [passage.example for passage in document.passages if passage.example]
        paths = {example: Path(folder, f"{example}.py") for example in examples}
        for path in paths.values():
            self.env.note_dependency(path)
            if not path.is_file():
                raise self.error(f"there is no {path}: write it, or name another example")
        return paths

    def _run(self) -> dict[str, str]:
        try:
            printed = run_programs([*self._programs.values()])
        except ProgramError as error:
            raise self.error(f"an example failed: {error}") from error
        return dict(zip(self._programs, printed, strict=True))

    def _section(self, section: FoundingSection) -> nodes.section:
        node = nodes.section(ids=[f"section-{section.number}"], names=[])
        self.set_source_info(node)
        node += nodes.title("", f"{section.number} {section.title}")
        domain = cast("ClauseDomain", self.env.domains[DOMAIN])
        for passage in section.passages:
            domain.note_passage(passage.id, self.env.docname)
            node += self._writer.passage(passage)
            if passage.example:
                path, printed = self._programs[passage.example], self._printed[passage.example]
                node += self._writer.example(path, printed)
        return node
