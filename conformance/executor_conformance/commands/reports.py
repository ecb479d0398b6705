"""The commands that read reports."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from executor_conformance.commands.common import write

DIFFERENT = 1


@click.command(epilog="Example: executor-conformance diff before.jsonl after.jsonl")
@click.argument("first", type=click.Path(path_type=Path), metavar="A")
@click.argument("second", type=click.Path(path_type=Path), metavar="B")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
def diff(first: Path, second: Path, form: str) -> None:
    """Compare two reports: which verdicts and outcomes differ.

    Where each report holds one run, these two are compared, whoever was judged; where one holds
    several, those of the same name. A difference is stale if the clause was reworded in between.
    Exit status 0 if all is the same, 1 if something differs.
    """
    from executor_conformance.comparing import compare_reports
    from executor_conformance.render.diff import FORMATS
    from executor_conformance.reports import read_report

    found = compare_reports(read_report(first), read_report(second))
    click.echo(FORMATS[form](found), nl=False)
    sys.exit(0 if found.same else DIFFERENT)


@click.command(epilog="Example: executor-conformance matrix conformance/results -o matrix.html")
@click.argument(
    "reports", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="REPORT..."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write it to this file.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "markdown", "json"]),
    help="How to write it (default: by the name of the file, else Markdown).",
)
def matrix(reports: tuple[Path, ...], output: Path | None, form: str | None) -> None:
    """Put reports side by side: a column for each run, a row for each clause.

    A REPORT is a file, or a folder with reports (*.jsonl) in it. Exit status 0, whatever they say.
    """
    import executor_spec
    from executor_conformance.matrix import make_matrix
    from executor_conformance.render.matrix import FORMATS
    from executor_conformance.reports import read_report, reports_in

    runs = [run for path in reports_in(reports) for run in read_report(path)]
    form = form or _FORMS.get(output.suffix.lower() if output else "", "markdown")
    text = FORMATS[form](make_matrix(runs, executor_spec.load()))
    write(text, output)


@click.command(epilog="Example: executor-conformance badge report.jsonl -o badge.svg")
@click.argument("report", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help="Of several runs, that of this executor.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write it to this file.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["svg", "endpoint"]),
    default="svg",
    show_default=True,
    help="A picture, or the JSON of an endpoint of shields.io.",
)
def badge(report: Path, name: str | None, output: Path | None, form: str) -> None:
    """Make a badge of a report: the specification, the kind, and what came of it.

    Exit status 0, whatever it says.
    """
    import executor_spec
    from executor_conformance.badge import badge_of
    from executor_conformance.render.badge import FORMATS
    from executor_conformance.reports import choose_run, read_report

    run = choose_run(report, read_report(report), name)
    write(FORMATS[form](badge_of(run, executor_spec.load())), output)


_FORMS = {".html": "html", ".htm": "html", ".json": "json"}
