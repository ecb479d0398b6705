"""The commands that make a claim of conformance, and verify one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from executor_conformance.commands.common import KIT_FAILED, Commands, console, positive, write
from executor_conformance.errors import TargetError, UsageError

if TYPE_CHECKING:
    from executor_conformance.checking import Options, Run
    from executor_conformance.claiming import Claim

DIFFERENT = 1


@click.group(cls=Commands, epilog="Example: executor-conformance claim verify claim.toml")
def claim() -> None:
    """Claim that an executor conforms, or verify what others claim.

    A claim is a small TOML file: who claims, which executor at which version, on which words, and
    the verdict of each clause.
    """


@claim.command(
    epilog="Example: executor-conformance claim make report.jsonl --who 'The mypool authors' "
    "-o claim.toml"
)
@click.argument("report", type=click.Path(path_type=Path))
@click.option("--who", required=True, metavar="NAME", help="Who claims it.")
@click.option("--contact", default="", metavar="TEXT", help="How to reach them.")
@click.option("--url", default="", help="Where they are on the web.")
@click.option("--report-url", "published", default="", help="Where the report is published.")
@click.option("--name", metavar="NAME", help="Of several runs, that of this executor.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write it to this file.")
def make(
    report: Path, who: str, contact: str, url: str, published: str, name: str | None, output: Path
) -> None:
    """Make a claim from a report that shows an executor to conform.

    REPORT was written with --report, or is kept by `results`. The claim names it by its SHA-256,
    that of the form in which `results` keeps it: without what differs from run to run. Deviations
    that were declared are part of the claim.
    """
    import executor_spec
    from executor_conformance.claim_file import as_toml
    from executor_conformance.claiming import claim_of
    from executor_conformance.reports import choose_run, read_report

    for option, text in (("--who", who), ("--contact", contact), ("--url", url)):
        if "\n" in text or (option == "--who" and not text.strip()):
            raise UsageError(f"{option} takes one line of text")
    run = choose_run(report, read_report(report), name)
    made = claim_of(run, who=who, contact=contact, url=url, published=published)
    write(as_toml(made, executor_spec.load()), output)


@claim.command(epilog="Example: executor-conformance claim verify claim.toml --report report.jsonl")
@click.argument("file", type=click.Path(path_type=Path), metavar="CLAIM")
@click.option(
    "--report", type=click.Path(path_type=Path), help="The published report: it is compared, too."
)
@click.option("--target", help="Judge this instead of the target that the claim names.")
@click.option(
    "--path",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Look for the target in this folder too; the current one is looked in anyway.",
)
@click.option(
    "--time-scale",
    type=float,
    callback=positive,
    metavar="X",
    help="Multiply all durations, for a slow implementation or machine.",
)
@click.option("-n", "--jobs", type=int, callback=positive, metavar="N", help="As for check.")
def verify(file: Path, report: Path | None, target: str | None, **given: Any) -> None:
    """Judge the executor of a claim again, and compare clause by clause.

    The deviations that the claim declares count, and no others but those of the adapter and of the
    kit. Where one is racy, its clause may come out either way.

    Exit status: 0 verified, 1 something differs, 2 this is not what the claim is about (another
    version of the executor, of Python or of the specification; the message says what to install),
    3 the kit itself failed.
    """
    import executor_spec
    from executor_conformance.claim_file import read_claim
    from executor_conformance.reports import choose_run, read_report
    from executor_conformance.verifying import against_report, contradictions

    read = read_claim(file, executor_spec.load())
    wrong = [f"the claim contradicts itself: {what}" for what in contradictions(read)]
    if report is not None:
        run = choose_run(report, read_report(report), read.name)
        wrong += [f"{report}: {what}" for what in against_report(read, run)]
    judged = _judge_again(read, target or read.target, _options(read, **given))
    _tell(read, judged, wrong)


def _judge_again(read: Claim, name: str, options: Options) -> Run:
    from executor_conformance.checking import check_targets, introduce
    from executor_conformance.render.progress import Progress
    from executor_conformance.target import Target
    from executor_conformance.verifying import remarks, require_same

    if "::" in name:
        raise UsageError(
            f"the claim is about the test class {name}, which only its own tests can judge: "
            "name the executor with --target"
        )
    try:
        target = Target.named(name)
        header, _ = introduce(target, options)
    except TargetError as error:
        raise UsageError(
            f"{error}\nThe claim is about {read.name} {read.version}: install it, or say where it "
            "is (--path, --target)"
        ) from error
    require_same(read, header, _package(target.name))
    for remark in remarks(read, header):
        click.echo(remark)
    [run] = check_targets([target], options, Progress(console(), each=False))
    return run


def _tell(read: Claim, run: Run, wrong: list[str]) -> None:
    from executor_conformance.verifying import discrepancies

    if run.failed_kit:
        click.echo("the kit failed, so that nothing can be said: judge the target with check")
        sys.exit(KIT_FAILED)
    found = list(discrepancies(read, run))
    for what in wrong:
        click.echo(what)
    for each in found:
        click.echo(f"{each.clause}: claimed {each.claimed}, found {each.found}: {each.detail}")
    if not run.ended_well:
        click.echo(f"the judged process did not end as it should: {run.ending}")
    if wrong or found or not run.ended_well:
        same = len(read.verdicts) - len(found)
        click.echo(f"not verified: {same} of {len(read.verdicts)} clauses come to what is claimed")
        sys.exit(DIFFERENT)
    count = len(read.verdicts)
    click.echo(f"verified: {read.title} (on {count} clause{'s' * (count != 1)})")
    click.echo(f"claimed by {', '.join(filter(None, (read.who, read.contact, read.url)))}")


def _options(
    read: Claim, *, path: tuple[Path, ...], time_scale: float | None, jobs: int | None
) -> Options:
    from executor_conformance.checking import Options
    from executor_conformance.commands.common import folders
    from executor_conformance.deviations.declarations import Declarations
    from executor_conformance.limits import Limits
    from executor_conformance.plan import Selection

    return Options(
        selection=Selection(clauses=tuple(read.verdicts)),
        limits=Limits(time_scale=time_scale),
        kind=read.kind,
        path=folders(path),
        jobs=jobs,
        declarations=Declarations.of(read.deviations),
    )


def _package(target: str) -> str:
    """Return what pip installs for a target, or an empty string."""
    from importlib import metadata

    from executor_conformance.adapters.catalogue import CATALOGUE

    for ready in CATALOGUE:
        if ready.target == target:
            return ready.package
    names = metadata.packages_distributions().get(target.partition(":")[0].partition(".")[0])
    return names[0] if names else ""
