"""Directives that show the published results: who was judged, who keeps what, and why not."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from executor_conformance.badge import badge_of
from executor_conformance.matrix import AGAINST, make_matrix
from executor_conformance.render.matrix import MARKS, MEANING
from executor_conformance.reports import read_report
from executor_docs.places import REPOSITORY
from executor_docs.prose import inline_nodes
from executor_docs.references import clause_reference
from executor_docs.specification import note_dependencies, specification_of
from executor_docs.tables import table_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx

    from executor_conformance.comparing import Side
    from executor_conformance.matrix import Column, Matrix, Row
    from executor_conformance.reports import ReportedRun

    Cell = Sequence[nodes.Node]

NOTHING = "No results are published yet."


def setup(app: Sphinx) -> None:
    """Add the setting `results_directory`: a folder of reports, or None for the committed ones."""
    app.add_config_value("results_directory", None, "env", types=frozenset({str, type(None)}))


class ResultsDirective(SphinxDirective):
    """Something about the published reports; a subclass says what."""

    def run(self) -> list[nodes.Node]:
        """Return it, or a paragraph where there is no report."""
        note_dependencies(self.env)
        self.specification = specification_of(self.config)
        self.known = {clause.id for clause in self.specification.clauses}
        runs = self._runs()
        return self.show(runs) if runs else [nodes.paragraph("", NOTHING)]

    def show(self, runs: dict[str, list[ReportedRun]]) -> list[nodes.Node]:
        """Return the nodes; `runs` are those of each executor, the oldest first."""
        raise NotImplementedError

    def _runs(self) -> dict[str, list[ReportedRun]]:
        given = self.config.results_directory
        folder = Path(given) if given else REPOSITORY / "conformance" / "results"
        found = []
        # A report that is new is in no list of dependencies.
        self.env.note_reread()
        for path in sorted(folder.rglob("*.jsonl")):
            self.env.note_dependency(path)
            found += read_report(path)
        found.sort(key=_order)
        return {name: [*same] for name, same in itertools.groupby(found, key=lambda run: run.name)}

    def words(self, text: str) -> Cell:
        """Return words, with code between backquotes."""
        return list(inline_nodes(text, self.known, self.env.docname))


class ExecutorsDirective(ResultsDirective):
    """``.. spec:executors::`` lists who was judged, and what came of the newest run of each."""

    def show(self, runs: dict[str, list[ReportedRun]]) -> list[nodes.Node]:
        """Return a table."""
        heads = ("Executor", "What came of it", "Judged", "Kind", "Release", "Python")
        table = table_of(
            (30, 20, 12, 12, 10, 16),
            [[nodes.Text(head)] for head in heads],
            [self._row(same[-1], len(same)) for same in runs.values()],
        )
        table["classes"] = ["colwidths-auto", "executors"]
        return [table]

    def _row(self, run: ReportedRun, count: int) -> list[Cell]:
        records = run.clauses.values()
        judged = sum(record["verdict"] not in ("unsupported", "blocked") for record in records)
        release = str(run.header["version"])
        python = _short_python(run.header["python"]) + (
            f" and {count - 1} more" if count > 1 else ""
        )
        return [
            [nodes.reference("", run.name, refid=_anchor(run.name), internal=True)],
            [nodes.Text(badge_of(run, self.specification).message)],
            [nodes.Text(f"{judged} of {len(run.header['planned'])}")],
            [nodes.Text(run.header["kind"])],
            [nodes.Text("" if release in run.header["python"] else release)],
            [nodes.Text(python)],
        ]


class MatrixDirective(ResultsDirective):
    """``.. spec:matrix::`` shows which clauses the newest run of each executor keeps."""

    def show(self, runs: dict[str, list[ReportedRun]]) -> list[nodes.Node]:
        """Return a table of the clauses on which some executor has something to tell."""
        found = make_matrix([same[-1] for same in runs.values()], self.specification)
        heads = [
            [nodes.reference("", column.name, refid=_anchor(column.name), internal=True)]
            for column in found.columns
        ]
        rows = [[_entry(self._clause(row)), *map(_mark, row.cells)] for row in found.telling]
        quiet = len(found.rows) - len(found.telling)
        remark = f"{MEANING}. On {quiet} clauses nothing is held against any: these are left out."
        return [
            nodes.paragraph("", remark),
            _marks_table("matrix", [12, *[4] * len(heads)], [[nodes.Text("Clause")], *heads], rows),
        ]

    def _clause(self, row: Row) -> Cell:
        return [clause_reference(row.clause, self.env.docname), nodes.Text(f" {row.level}")]


class ReasonsDirective(ResultsDirective):
    """``.. spec:reasons::`` makes a section for each executor: what it does not keep, and why."""

    def show(self, runs: dict[str, list[ReportedRun]]) -> list[nodes.Node]:
        """Return the sections."""
        return [self._section(name, same) for name, same in runs.items()]

    def _section(self, name: str, runs: list[ReportedRun]) -> nodes.section:
        section = nodes.section("", nodes.title("", name), ids=[_anchor(name)], names=[])
        found = make_matrix(runs, self.specification)
        telling = found.telling
        kept = len(found.rows) - len(telling)
        if not telling:
            section += nodes.paragraph("", f"Nothing is held against it, on {_where(found)}.")
            return section
        section += nodes.paragraph(
            "", f"Judged on {_where(found)}. On {kept} clauses nothing is held against it."
        )
        rows = [
            [
                _entry([clause_reference(row.clause, self.env.docname)]),
                *map(_mark, row.cells),
                self._reasons(row.clause, runs),
            ]
            for row in telling
        ]
        heads: list[Cell] = [[nodes.Text(_head(column))] for column in found.columns]
        head = [[nodes.Text("Clause")], *heads, [nodes.Text("Why")]]
        section += _marks_table("reasons", [12, *[5] * len(heads), 60], head, rows)
        return section

    def _reasons(self, clause: str, runs: list[ReportedRun]) -> nodes.entry:
        told: dict[tuple[str, str], None] = {}
        for run in runs:
            record = run.clauses.get(clause, {})
            if record.get("verdict") in {*AGAINST, "xfail", "blocked"}:
                reason = record.get("deviation") or record.get("detail") or "no detail is kept"
                if record["verdict"] == "blocked":
                    reason = record["detail"]
                told[reason, record.get("link", "")] = None
        entry = nodes.entry()
        for reason, link in told:
            paragraph = nodes.paragraph("", "", *self.words(reason))
            if link:
                paragraph += [nodes.Text(" "), nodes.reference("", _short(link), refuri=link)]
            entry += paragraph
        return entry


RESULTS: dict[str, type[SphinxDirective]] = {
    "executors": ExecutorsDirective,
    "matrix": MatrixDirective,
    "reasons": ReasonsDirective,
}


def _marks_table(
    kind: str, widths: list[int], head: list[Cell], rows: list[list[nodes.entry]]
) -> nodes.table:
    group = nodes.tgroup("", cols=len(widths))
    first, *others = widths
    group += nodes.colspec(colwidth=first, stub=1)
    group += [nodes.colspec(colwidth=width) for width in others]
    group += nodes.thead("", nodes.row("", *map(_entry, head)))
    group += nodes.tbody("", *(nodes.row("", *entries) for entries in rows))
    return nodes.table("", group, classes=["colwidths-auto", "verdicts", kind])


def _entry(cell: Cell) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", "", *cell))


def _mark(cell: Side) -> nodes.entry:
    sort = (
        "broken" if cell.verdict in AGAINST else "declared" if cell.verdict == "xfail" else "quiet"
    )
    entry = _entry([nodes.Text(MARKS.get(cell.verdict, cell.verdict))])
    entry["classes"] = [f"verdict-{sort}"]
    return entry


def _order(run: ReportedRun) -> tuple[str, str, bool, bool, tuple[int, ...], str]:
    """Put the runs of an executor in an order in which the last one speaks for it."""
    implementation, version, *build = run.header["python"].split()
    numbers = tuple(int(part) if part.isdecimal() else -1 for part in version.split("."))
    release = str(run.header["version"])
    names = run.name.casefold(), run.name
    return *names, implementation == "CPython", not build, numbers, release


def _head(column: Column) -> str:
    python = _short_python(column.python)
    return python if column.version in column.python else f"{column.version}, {python}"


def _short_python(python: str) -> str:
    implementation, version, *build = python.split()
    name = "" if implementation == "CPython" else f"{implementation} "
    return f"{name}{version}{'t' if build else ''}"


def _where(found: Matrix) -> str:
    return ", ".join(
        column.python
        if column.version in column.python
        else f"{column.version} with {column.python}"
        for column in found.columns
    )


def _anchor(name: str) -> str:
    return nodes.make_id(f"executor {name}")


def _short(link: str) -> str:
    return link.partition("://")[2]
