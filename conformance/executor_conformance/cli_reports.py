"""The commands that read reports, or keep them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

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
