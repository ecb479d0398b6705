"""The command `executor-conformance`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from executor_conformance.cli_reports import badge, diff, matrix, results
from executor_conformance.cli_repro import repro
from executor_conformance.errors import KitError, UsageError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from executor_conformance.checking import Options

NOT_CONFORMING, WRONG_USE, KIT_FAILED, INTERRUPTED = 1, 2, 3, 130


class Commands(click.Group):
    """A group that suggests the nearest command."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the one that was probably meant."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            raise UsageError(
                f"there is no command {args[0]!r}{nearest(args[0], self.commands)} "
                "(executor-conformance --help lists them)"
            )
        return super().resolve_command(ctx, args)


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


def positive(ctx: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """Refuse a number that is not positive."""
    if value is not None and not value > 0:
        raise UsageError(f"--{parameter.name} must be positive, not {value:g}".replace("_", "-"))
    return value


@cli.command(
    epilog="Example: executor-conformance check mypackage.pool:Pool --kind process --report r.jsonl"
)
@click.argument("target", required=False)
@click.option("--kind", help="Where calls run, if the kit cannot tell: thread, process, …")
@click.option("--clause", "clauses", multiple=True, metavar="ID", help="Judge only this clause.")
@click.option("--chapter", "chapters", multiple=True, help="Judge only this chapter.")
@click.option("--level", "levels", multiple=True, help="Judge only must, should, …")
@click.option(
    "--basis",
    "bases",
    multiple=True,
    help="Judge only what has this basis: documented (with PEP 3148), tests, …",
)
@click.option("--strict", is_flag=True, help="A broken should counts like a broken must.")
@click.option("--report", type=click.Path(path_type=Path), help="Write the report (JSON Lines).")
@click.option(
    "--time-scale",
    type=float,
    callback=positive,
    metavar="X",
    help="Multiply all durations, for a slow implementation or machine.",
)
@click.option(
    "--deadline",
    type=float,
    callback=positive,
    metavar="S",
    help="Seconds after which a test counts as hung (default 10).",
)
@click.option(
    "--path",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Look for the target in this folder too; the current one is looked in anyway.",
)
@click.option(
    "-n",
    "--jobs",
    type=int,
    callback=positive,
    metavar="N",
    help="Judge N clauses at a time (default: 3 or 4 of a local executor, else 1).",
)
@click.option(
    "--deviations",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Clauses that are known to fail (TOML).",
)
@click.option("--no-deviations", is_flag=True, help="Heed no declared failure, shipped or given.")
def check(target: str | None, report: Path | None, **given: Any) -> None:
    """Judge an executor.

    TARGET is module:attribute, where the attribute is an executor class, a function that returns
    an executor, or an Adapter; or the name of an adapter that comes with the kit, of those that
    `executor-conformance adapters` lists. Several clauses, chapters, levels or bases are given by
    repeating the option. Without a target, the pools of the reference implementation are judged.
    """
    import executor_spec
    from executor_conformance.adapters.defaults import DEFAULT_TARGETS
    from executor_conformance.checking import check_targets
    from executor_conformance.render.terminal import Progress, command_for, show_run
    from executor_conformance.report import ReportFile

    options = _options(**given)
    targets = [target] if target else list(DEFAULT_TARGETS)
    # Wrong names are found before anything is started or written.
    options.selection.choose(executor_spec.load())
    console = _console()
    file = ReportFile(report) if report else None
    try:
        runs = check_targets(targets, options, Progress(console), file)
    except BaseException:
        if file is not None:
            file.abandon()
        raise
    if file is not None:
        file.finish()
    for run in runs:
        show_run(console, run, executor_spec.load(), command_for(run.target, _repeat(given)))
    if any(run.failed_kit for run in runs):
        sys.exit(KIT_FAILED)
    sys.exit(0 if all(run.conforming for run in runs) else NOT_CONFORMING)


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
        list_clauses(_console(), chosen, spec)


@cli.command(epilog="Example: executor-conformance check loky")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def adapters(as_json: bool) -> None:
    """List the adapters that come with the kit, and which of them can be judged here."""
    from executor_conformance.adapters.catalogue import CATALOGUE
    from executor_conformance.render.adapters import adapters_as_json, list_adapters

    if as_json:
        click.echo(adapters_as_json(CATALOGUE))
    else:
        list_adapters(_console(), CATALOGUE)


@cli.command(epilog="Example: executor-conformance explain SHD-02")
@click.argument("clause", metavar="ID")
def explain(clause: str) -> None:
    """Explain one clause: its sentence, reason, sources, needs, and the source of its tests."""
    import executor_spec
    from executor_conformance.render.clauses import explain_clause

    spec = executor_spec.load()
    explain_clause(_console(), _clause(spec, clause), spec)


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
    from executor_conformance.render.terminal import Tally
    from executor_conformance.selftest import run_selftest

    tally = Tally(_console(stderr=as_json))
    try:
        wanted = tuple(name.upper() for name in clauses)
        found = run_selftest(names=names, clauses=wanted, jobs=jobs, observer=tally)
    finally:
        tally.end()
    click.echo(json.dumps(found.to_json(), indent=2) if as_json else as_table(found), nl=as_json)
    sys.exit(0 if found.sound else NOT_CONFORMING)


for command in (badge, diff, matrix, repro, results):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every wrong use ends in one clear line and status 2."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        cli.main(given or ["--help"], prog_name="executor-conformance", standalone_mode=False)
    except UsageError as error:
        _complain(str(error))
        sys.exit(WRONG_USE)
    except click.NoSuchOption as error:
        hint = nearest(error.option_name, _option_names(error.ctx))
        _complain(f"there is no option {error.option_name}{hint}")
        sys.exit(WRONG_USE)
    except click.ClickException as error:
        _complain(error.format_message())
        sys.exit(WRONG_USE)
    except KitError as error:
        _complain(f"the kit failed: {error}")
        sys.exit(KIT_FAILED)
    except (KeyboardInterrupt, click.Abort):
        _complain("interrupted; everything that was started has been ended")
        sys.exit(INTERRUPTED)
    sys.exit(0 if given else WRONG_USE)


def _options(
    *,
    kind: str | None,
    clauses: tuple[str, ...],
    chapters: tuple[str, ...],
    levels: tuple[str, ...],
    bases: tuple[str, ...],
    strict: bool,
    time_scale: float | None,
    deadline: float | None,
    path: tuple[Path, ...],
    jobs: int | None,
    deviations: tuple[Path, ...],
    no_deviations: bool,
) -> Options:
    from executor_conformance.checking import Options
    from executor_conformance.deviations.declarations import Declarations
    from executor_conformance.limits import Limits
    from executor_conformance.plan import Selection
    from executor_spec import Kind

    if deviations and no_deviations:
        raise UsageError("--deviations and --no-deviations contradict each other; drop one")
    if kind is not None and kind not in list(Kind):
        raise UsageError(f"there is no kind {kind!r}{nearest(kind, map(str, Kind))}")
    for folder in path:
        if not folder.is_dir():
            raise UsageError(f"--path {folder}: there is no such folder")
    selection = Selection(
        clauses=tuple(name.upper() for name in clauses),
        chapters=chapters,
        levels=levels,
        bases=bases,
        strict=strict,
    )
    return Options(
        selection=selection,
        limits=Limits(deadline=deadline, time_scale=time_scale),
        kind=kind,
        path=tuple(folder.resolve() for folder in path),
        jobs=jobs,
        declarations=Declarations.of(None if no_deviations else deviations),
    )


def _repeat(given: dict[str, Any]) -> list[str]:
    """Return the options that a command to judge one clause again must repeat."""
    words = []
    for name in ("kind", "time_scale", "deadline"):
        if given[name] is not None:
            words += [f"--{name.replace('_', '-')}", str(given[name])]
    for folder in given["path"]:
        words += ["--path", str(folder)]
    for file in given["deviations"]:
        words += ["--deviations", str(file)]
    if given["no_deviations"]:
        words.append("--no-deviations")
    return words


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


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(highlight=False, emoji=False, stderr=stderr)


def _complain(text: str) -> None:
    click.echo(f"executor-conformance: {text}", err=True)
