"""The body of a clause: its sentence, what stands behind it, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from executor_docs.citations import citations_of, reference_files
from executor_docs.collapsible import collapsible, collapsible_title
from executor_docs.mutants import mutants_of, summary_of
from executor_docs.needs import needs_of
from executor_docs.places import shown_path
from executor_docs.prose import inline_nodes, paragraph
from executor_docs.references import (
    clause_reference,
    label_reference,
    line_reference,
    passage_reference,
)
from executor_docs.suite_tests import tests_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinx.environment import BuildEnvironment

    from executor_docs.suite_tests import SourceOfTest
    from executor_spec import Clause, Source, Specification


class ClauseWriter:
    """Makes the nodes of clauses for one page."""

    def __init__(self, specification: Specification, env: BuildEnvironment) -> None:
        self._known = {clause.id for clause in specification.clauses}
        self._env = env
        self._docname = env.docname
        self._dependents: dict[str, list[str]] = {}
        for clause in specification.clauses:
            for foundation in clause.builds_on:
                self._dependents.setdefault(foundation, []).append(clause.id)

    def body(self, clause: Clause) -> list[nodes.Node]:
        """Return everything below the title of a clause."""
        return [
            self._sentence(clause),
            nodes.field_list(
                "", *(_field(name, *body) for name, body in self._fields(clause)), classes=["facts"]
            ),
            *self._tests(clause),
            *self._mutants(clause),
        ]

    def _sentence(self, clause: Clause) -> nodes.container:
        badge = nodes.inline("", clause.level, classes=["level", f"level-{clause.level}"])
        head = nodes.paragraph("", "", badge, classes=["clause-level"])
        return nodes.container(
            "",
            head,
            paragraph(clause.sentence, self._known, self._docname),
            classes=["clause-sentence", f"sentence-{clause.level}"],
        )

    def _fields(self, clause: Clause) -> Iterator[tuple[str, list[nodes.Node]]]:
        yield "Why", [paragraph(clause.why, self._known, self._docname)]
        if clause.outcomes:
            yield "Permitted", [_bullets(self._inline(outcome) for outcome in clause.outcomes)]
        bases = [label_reference("bases", basis, self._docname) for basis in clause.basis]
        yield "Basis", [nodes.paragraph("", "", *_joined(bases))]
        needs = needs_of(clause.needs, self._docname, clause.since, clause.until)
        yield "Applies to", [nodes.paragraph("", "", *needs)]
        if clause.builds_on:
            yield "Builds on", [self._links(clause.builds_on)]
        if clause.id in self._dependents:
            yield "Relied on by", [self._links(self._dependents[clause.id])]
        yield "Sources", [_bullets(map(self._source, clause.sources))]
        if cited := citations_of(clause.id):
            for path in reference_files():
                self._env.note_dependency(path)
            places = [
                line_reference(
                    place.module, place.line, f"{place.path.name}:{place.line}", self._docname
                )
                for place in cited
            ]
            yield "Reference", [nodes.paragraph("", "", *_joined(places))]

    def _tests(self, clause: Clause) -> list[nodes.Node]:
        tests = tests_of(clause.id)
        if not tests:
            words = "No test judges this clause yet; the kit reports it as untested."
            return [nodes.paragraph("", words, classes=["no-test"])]
        shown = "1 test" if len(tests) == 1 else f"{len(tests)} tests"
        title = collapsible_title("", shown)
        return [collapsible("", title, *(node for test in tests for node in self._test(test)))]

    def _test(self, test: SourceOfTest) -> Iterator[nodes.Node]:
        self._env.note_dependency(test.path)
        place = nodes.paragraph("", "", classes=["test-place"])
        place += nodes.literal("", f"{shown_path(test.path)}:{test.line}")
        if test.limits:
            place += nodes.Text(f" ({test.limits})")
        yield place
        yield nodes.literal_block(test.text, test.text, language="python")

    def _mutants(self, clause: Clause) -> list[nodes.Node]:
        mutants = mutants_of(clause.id)
        if not mutants:
            return []
        shown = "1 mutant" if len(mutants) == 1 else f"{len(mutants)} mutants"
        title = collapsible_title("", f"{shown} to prove the tests")
        items = []
        for mutant in mutants:
            name = nodes.literal("", mutant.name)
            items.append([name, nodes.Text(": "), *self._inline(summary_of(mutant))])
        return [collapsible("", title, _bullets(items))]

    def _source(self, source: Source) -> list[nodes.Node]:
        if source.kind == "founding":
            return [passage_reference(source.reference, source.text, self._docname)]
        if source.url:
            return [nodes.reference("", source.text, refuri=source.url)]
        return [nodes.Text(source.text)]

    def _inline(self, text: str) -> list[nodes.Node]:
        return list(inline_nodes(text, self._known, self._docname))

    def _links(self, ids: Sequence[str]) -> nodes.paragraph:
        links = [clause_reference(clause_id, self._docname) for clause_id in ids]
        return nodes.paragraph("", "", *_joined(links))


def _field(name: str, *body: nodes.Node) -> nodes.field:
    return nodes.field("", nodes.field_name("", name), nodes.field_body("", *body))


def _bullets(items: Iterable[Sequence[nodes.Node]]) -> nodes.bullet_list:
    return nodes.bullet_list(
        "", *(nodes.list_item("", nodes.paragraph("", "", *item)) for item in items)
    )


def _joined(items: Sequence[nodes.Node]) -> Iterator[nodes.Node]:
    for number, item in enumerate(items):
        if number:
            yield nodes.Text(", ")
        yield item
