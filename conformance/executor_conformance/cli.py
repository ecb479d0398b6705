"""The command `executor-conformance`."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from executor_conformance.commands.check import check
from executor_conformance.commands.claim import claim
from executor_conformance.commands.common import (
    INTERRUPTED,
    KIT_FAILED,
    NOT_CONFORMING,
    WRONG_USE,
    Commands,
    complain,
    console,
    positive,
)
from executor_conformance.commands.declare import declare
from executor_conformance.commands.reports import badge, diff, matrix
from executor_conformance.commands.repro import repro
from executor_conformance.commands.results import results
from executor_conformance.errors import KitError, UsageError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: executor-conformance check concurrent.futures:ThreadPoolExecutor",
)
@click.version_option(package_name="executor-conformance", prog_name="executor-conformance")
def cli() -> None:
    """Judge executors against the specification of concurrent.futures.Executor.

    Exit status: 0 conforming, 1 not conforming, 2 wrong use, 3 the kit itself failed.
    """


@cli.command(epilog="Example: executor-conformance clauses MAP-01 --json")
@click.argument("clause", required=False, metavar="[ID]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--untested", is_flag=True, help="List only clauses that no test judges.")
def clauses(clause: str | None, as_json: bool, untested: bool) -> None:
    """List the clauses of the specification, or one of them."""
    import executor_spec
    from executor_conformance.render.clauses import clauses_as_json, list_clauses

    spec = executor_spec.load()
    chosen = (_clause(spec, clause),) if clause else spec.clauses
    if untested:
        from executor_conformance.suite import load_suite

        tested = load_suite()
        chosen = tuple(clause for clause in chosen if clause.id not in tested)
    if as_json:
        click.echo(clauses_as_json(chosen))
    else:
        list_clauses(console(), chosen, spec)


@cli.command(epilog="Example: executor-conformance check loky")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def adapters(as_json: bool) -> None:
    """List the adapters that come with the kit, and which of them can be judged here."""
    from executor_conformance.adapters.catalogue import CATALOGUE
    from executor_conformance.render.adapters import adapters_as_json, list_adapters

    if as_json:
        click.echo(adapters_as_json(CATALOGUE))
    else:
        list_adapters(console(), CATALOGUE)


@cli.command(epilog="Example: executor-conformance explain SHD-02")
@click.argument("clause", metavar="ID")
def explain(clause: str) -> None:
    """Explain one clause: its sentence, reason, sources, needs, and the source of its tests."""
    import executor_spec
    from executor_conformance.render.clauses import explain_clause

    spec = executor_spec.load()
    explain_clause(console(), _clause(spec, clause), spec)


@cli.command(epilog="Example: executor-conformance selftest --clause MAP-01")
@click.option("--clause", "clauses", multiple=True, metavar="ID", help="Only mutants of this.")
@click.option("--mutant", "names", multiple=True, metavar="NAME", help="Only this mutant.")
@click.option(
    "-n",
    "--jobs",
    type=int,
    callback=positive,
    metavar="N",
    help="Judge N executors at a time (default: four for each processor).",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def selftest(
    clauses: tuple[str, ...], names: tuple[str, ...], jobs: int | None, as_json: bool
) -> None:
    """Prove the suite: it must find the fault of each mutant, and none in conforming variants.

    A mutant is an executor with one deliberate fault. Variants are judged unless mutants or
    clauses are named. Exit status 0 if every mutant was found out and no variant was blamed.
    """
    from executor_conformance.proof import as_table
    from executor_conformance.render.progress import Tally
    from executor_conformance.selftest import run_selftest

    tally = Tally(console(stderr=as_json))
    try:
        wanted = tuple(name.upper() for name in clauses)
        found = run_selftest(names=names, clauses=wanted, jobs=jobs, observer=tally)
    finally:
        tally.end()
    click.echo(json.dumps(found.to_json(), indent=2) if as_json else as_table(found), nl=as_json)
    sys.exit(0 if found.sound else NOT_CONFORMING)


for command in (badge, check, claim, declare, diff, matrix, repro, results):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every wrong use ends in one clear line and status 2."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        cli.main(given or ["--help"], prog_name="executor-conformance", standalone_mode=False)
    except UsageError as error:
        complain(str(error))
        sys.exit(WRONG_USE)
    except click.NoSuchOption as error:
        hint = nearest(error.option_name, _option_names(error.ctx))
        complain(f"there is no option {error.option_name}{hint}")
        sys.exit(WRONG_USE)
    except click.ClickException as error:
        complain(error.format_message())
        sys.exit(WRONG_USE)
    except KitError as error:
        complain(f"the kit failed: {error}")
        sys.exit(KIT_FAILED)
    except (KeyboardInterrupt, click.Abort):
        complain("interrupted; everything that was started has been ended")
        sys.exit(INTERRUPTED)
    sys.exit(0 if given else WRONG_USE)


def _clause(spec: Any, name: str) -> Any:
    from executor_conformance.plan import nearest_clause
    from executor_spec import UnknownClauseError

    try:
        return spec.clause(name.upper())
    except UnknownClauseError:
        hint = nearest_clause(name, (clause.id for clause in spec.clauses))
        raise UsageError(f"there is no clause {name!r}{hint}") from None


def _option_names(context: click.Context | None) -> list[str]:
    if context is None:
        return []
    return [name for parameter in context.command.params for name in parameter.opts]
