"""The command that begins a file of declarations."""

from __future__ import annotations

from pathlib import Path

import click

from executor_conformance.commands.common import write


@click.command(epilog="Example: executor-conformance declare report.jsonl -o deviations.toml")
@click.argument("report", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help="Of several runs, that of this executor.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write it to this file.")
def declare(report: Path, name: str | None, output: Path | None) -> None:
    """Begin a file of declarations: what a report found broken, to be explained.

    Each broken clause becomes a [[deviation]] table (TOML) for `check --deviations`. Its reason is
    what was seen: say in its place why it is so. A file that is there already is not overwritten.
    """
    import executor_spec
    from executor_conformance.errors import UsageError
    from executor_conformance.render.declarations import declarations_of
    from executor_conformance.reports import choose_run, read_report

    run = choose_run(report, read_report(report), name)
    text = declarations_of(run, executor_spec.load())
    if output is not None and output.exists():
        raise UsageError(f"{output} exists, and may hold reasons: name another file, or remove it")
    write(text, output)
