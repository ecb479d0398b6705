"""The command that writes a script which shows a fault without the kit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from executor_conformance.commands.common import write
from executor_conformance.errors import TargetError, UsageError

if TYPE_CHECKING:
    from executor_spec import Clause


@click.command(epilog="Example: executor-conformance repro SHD-05 futurist-thread -o repro.py")
@click.argument("clause", metavar="CLAUSE")
@click.argument("target")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it to this file."
)
@click.option("--kind", help="Where calls run, if the kit cannot tell: thread, process, …")
@click.option(
    "--path",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Look for the target in this folder too; the current one is looked in anyway.",
)
def repro(
    clause: str, target: str, output: Path | None, kind: str | None, path: tuple[Path, ...]
) -> None:
    """Write a script that shows whether an executor breaks a clause.

    The script needs the executor's package and the standard library, and not this kit: it can go
    into a bug report as it is. Run, it prints VIOLATED or OK, and in words what it saw. TARGET is
    what `check` takes.
    """
    from executor_conformance.repro.finding import find
    from executor_conformance.repro.script import write_script

    found, adapter, known = find(clause, target, kind, path)
    try:
        text = write_script(found, adapter, known, target)
    except TargetError:
        raise
    except UsageError as error:
        raise UsageError(f"{error}; {_instead(found, target)}") from None
    write(text, output)


def _instead(clause: Clause, target: str) -> str:
    return f"judge it instead: executor-conformance check {target} --clause {clause.id}"
