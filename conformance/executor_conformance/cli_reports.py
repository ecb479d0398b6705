"""The commands that read reports, or keep them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from executor_conformance.adapters.defaults import standard_targets
from executor_conformance.errors import UsageError

if TYPE_CHECKING:
    from executor_conformance.reports import ReportedRun

DIFFERENT = STALE = 1
KIT_FAILED = 3


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
    write_text(text, output)


def write_text(text: str, output: Path | None) -> None:
    """Write a text to a file, or print it. Raises `UsageError` if the file cannot be written."""
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror}") from error


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

    write_text(FORMATS[form](badge_of(only_run(report, name), executor_spec.load())), output)


def only_run(report: Path, name: str | None) -> ReportedRun:
    """Return the run of a report, of several the one of that name.

    Raises `UsageError` if the file is no report, or if it does not hold exactly one.
    """
    from executor_conformance.reports import read_report

    runs = read_report(report)
    names = [run.name for run in runs]
    chosen = [run for run in runs if name in (None, run.name)]
    if len(chosen) != 1:
        what = f"{len(chosen)} runs" + (f" of {name!r}" if name else "")
        raise UsageError(f"{report} holds {what}: choose one with --name ({', '.join(names)})")
    return chosen[0]


_FORMS = {".html": "html", ".htm": "html", ".json": "json"}


@click.command(epilog="Example: executor-conformance results conformance/results")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option(
    "--target",
    "targets",
    multiple=True,
    metavar="TARGET",
    help="Judge this instead of the standard library's executors.",
)
@click.option("--check", is_flag=True, help="Judge nothing; say which reports are stale.")
def results(directory: Path, targets: tuple[str, ...], check: bool) -> None:
    """Judge executors and keep their reports, to be published or compared later.

    Each report is DIRECTORY/name/version-python.jsonl, without what differs from run to run.
    Without a target, the executors of this Python's standard library are judged. Exit status 0 if
    all were judged, whatever came of it, and 3 if the kit failed.

    With --check, exit status 1 if a report is of another specification or kit than these.
    """
    import executor_spec
    from executor_conformance.publishing import find_stale

    if check:
        stale = list(find_stale(directory, executor_spec.load()))
        for path, reason in stale:
            click.echo(f"{path.relative_to(directory)} is stale: {reason}")
        sys.exit(STALE if stale else 0)
    failed = False
    for target in targets or standard_targets():
        failed = _publish(target, directory) or failed
    sys.exit(KIT_FAILED if failed else 0)


def _publish(target: str, directory: Path) -> bool:
    """Judge a target and keep its report; return whether the kit failed."""
    from executor_conformance.checking import Options, Silent, check_targets
    from executor_conformance.publishing import publish

    [run] = check_targets([target], Options(), Silent())
    if run.failed_kit:
        click.echo(f"{target}: the kit failed; see executor-conformance check {target}")
        return True
    path, changed = publish(run, directory)
    verdict = "conforming" if run.conforming else "not conforming"
    click.echo(f"{path}: {verdict}, {'written' if changed else 'unchanged'}")
    return False
