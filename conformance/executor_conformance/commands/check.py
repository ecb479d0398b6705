"""The command that judges."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from executor_conformance.commands.common import (
    INTERRUPTED,
    KIT_FAILED,
    NOT_CONFORMING,
    complain,
    console,
    folders,
    positive,
    require_place,
    write,
)
from executor_conformance.errors import UsageError, nearest

if TYPE_CHECKING:
    from rich.console import Console

    from executor_conformance.checking import Options, Run
    from executor_conformance.repeating import Repeated
    from executor_conformance.report import ReportFile


@click.command(
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
    "--repeat",
    type=int,
    default=1,
    callback=positive,
    metavar="N",
    help="Judge N times, and tell how often each clause came to which verdict.",
)
@click.option("--junit", type=click.Path(path_type=Path), help="Write JUnit XML, for CI services.")
@click.option(
    "--annotate",
    type=click.Choice(["auto", "github", "none"]),
    default="auto",
    show_default=True,
    help="Annotate a job of GitHub Actions, and write its summary; auto: where it runs in one.",
)
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
def check(
    target: str | None,
    report: Path | None,
    repeat: int,
    junit: Path | None,
    annotate: str,
    **given: Any,
) -> None:
    """Judge an executor.

    TARGET is module:attribute, where the attribute is an executor class, a function that returns
    an executor, or an Adapter; or the name of an adapter that comes with the kit, of those that
    `executor-conformance adapters` lists. Several clauses, chapters, levels or bases are given by
    repeating the option. Without a target, the pools of the reference implementation are judged.
    """
    import executor_spec
    from executor_conformance.adapters.defaults import DEFAULT_TARGETS
    from executor_conformance.render.terminal import command_for, show_run
    from executor_conformance.report import ReportFile

    options = _options(**given)
    targets = [target] if target else list(DEFAULT_TARGETS)
    # Wrong names are found before anything is started or written.
    options.selection.choose(executor_spec.load())
    if junit is not None:
        require_place("--junit", junit)
    terminal = console()
    file = ReportFile(report) if report else None
    try:
        every, interrupted = _judge(targets, options, repeat, terminal, file)
    except BaseException:
        if file is not None:
            file.abandon()
        raise
    if file is not None:
        # An interruption may come when a run is complete, but not counted yet.
        file.finish(sum(len(repeated.runs) for repeated in every))

    def again(run: Run) -> str:
        return command_for(run.target, _same_again(given))

    shown = [repeated.worst() if repeat > 1 else repeated.runs[0] for repeated in every]
    for run, repeated in zip(shown, every, strict=True):
        if repeat > 1:
            from executor_conformance.render.repeated import show_repeated

            show_repeated(terminal, repeated, again(run))
        else:
            show_run(terminal, run, executor_spec.load(), again(run))
    if junit is not None:
        from executor_conformance.render.junit import as_junit

        write(as_junit(shown, again), junit)
    if annotate == "github" or (annotate == "auto" and os.environ.get("GITHUB_ACTIONS") == "true"):
        _annotate(shown)
    if interrupted:
        done = len(every[0].runs)
        complain(f"interrupted after {done} of {repeat} runs; what was started has been ended")
        sys.exit(INTERRUPTED)
    if any(repeated.failed_kit for repeated in every):
        sys.exit(KIT_FAILED)
    sys.exit(0 if all(repeated.conforming for repeated in every) else NOT_CONFORMING)


def _judge(
    targets: list[str], options: Options, times: int, terminal: Console, file: ReportFile | None
) -> tuple[list[Repeated], bool]:
    """Judge targets so many times; say whether that was interrupted after the first time."""
    from executor_conformance.checking import check_targets
    from executor_conformance.render.progress import Progress
    from executor_conformance.repeating import Repeated, repeat_targets

    if times == 1:
        runs = check_targets(targets, options, Progress(terminal), file)
        return [Repeated([run]) for run in runs], False
    from executor_conformance.render.repeated import Rounds

    progress = Progress(terminal, each=False)
    rounds = Rounds(terminal, progress)
    return repeat_targets(targets, options, times, progress, rounds, file)


def _annotate(runs: list[Run]) -> None:
    """Tell a job of GitHub Actions what came of it."""
    from executor_conformance.render.github import summary, workflow_commands

    for run in runs:
        for line in workflow_commands(run):
            click.echo(line)
    place = os.environ.get("GITHUB_STEP_SUMMARY")
    if not place:
        return
    try:
        with Path(place).open("a", encoding="utf-8") as file:
            file.write(summary(runs))
    except OSError as error:
        # The verdicts stand all the same.
        complain(f"the summary of the job cannot be written to {place}: {error.strerror}")


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
        path=folders(path),
        jobs=jobs,
        declarations=Declarations.of(None if no_deviations else deviations),
    )


def _same_again(given: dict[str, Any]) -> list[str]:
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
