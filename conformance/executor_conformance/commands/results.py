"""The command that keeps reports."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from executor_conformance.adapters.defaults import standard_targets
from executor_conformance.commands.common import KIT_FAILED, WRONG_USE, complain, console
from executor_conformance.errors import KitError, UsageError, nearest

if TYPE_CHECKING:
    from executor_conformance.checking import Observer
    from executor_conformance.target import Target

STALE = 1


@click.command(epilog="Example: executor-conformance results conformance/results --extra loky")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option(
    "--target",
    "targets",
    multiple=True,
    metavar="TARGET",
    help="Judge this instead of the standard library's executors.",
)
@click.option(
    "--extra",
    "extras",
    multiple=True,
    metavar="NAME",
    help="Judge the ready-made adapters of this extra.",
)
@click.option("--again", is_flag=True, help="Judge also what has been judged by this very kit.")
@click.option("--check", is_flag=True, help="Judge nothing; say which reports are stale.")
def results(
    directory: Path, targets: tuple[str, ...], extras: tuple[str, ...], again: bool, check: bool
) -> None:
    """Judge executors and keep their reports, to be published or compared later.

    Each report is DIRECTORY/name/version-python.jsonl, without what differs from run to run.
    Without a target or an extra, the executors of this Python's standard library are judged. What
    this kit has judged already is passed over, so that a run that was broken off can be taken up
    again. A report replaces those of older releases on the same Python.

    Exit status 0 if all were judged, whatever came of it; 2 if one cannot be loaded, and 3 if the
    kit failed on one: then its old report stays, and the others are judged all the same.

    With --check, exit status 1 if a report is of another specification or kit than these.
    """
    if check:
        if targets or extras or again:
            raise UsageError("--check judges nothing; drop --target, --extra and --again")
        _tell_stale(directory)
    names = [*targets, *_targets_of(extras)] or list(standard_targets())
    from executor_conformance.render.progress import Progress
    from executor_conformance.target import Target

    # Wrong names are found before anything is judged.
    chosen = [Target.named(name) for name in names]
    keeper = _Keeper(directory, again, Progress(console(), each=False))
    statuses = [keeper.keep(target) for target in chosen]
    sys.exit(max(statuses))


def _tell_stale(directory: Path) -> None:
    import executor_spec
    from executor_conformance.staleness import find_stale

    stale = list(find_stale(directory, executor_spec.load()))
    for path, reason in stale:
        click.echo(f"{path.relative_to(directory)} is stale: {reason}")
    sys.exit(STALE if stale else 0)


def _targets_of(extras: tuple[str, ...]) -> list[str]:
    """Return the targets of the adapters that come with these extras.

    Raises `UsageError` for one that there is not, or that is not installed.
    """
    from executor_conformance.adapters.catalogue import CATALOGUE

    known = {ready.extra for ready in CATALOGUE if ready.extra}
    for extra in extras:
        if extra not in known:
            raise UsageError(
                f"there is no extra {extra!r}{nearest(extra, known)} "
                "(executor-conformance adapters lists them)"
            )
    chosen = [ready for ready in CATALOGUE if ready.extra in extras]
    for ready in chosen:
        if why := ready.why_not():
            raise UsageError(f"{ready.name} {why}")
    return [ready.target for ready in chosen]


@dataclass
class _Keeper:
    """Judges targets and keeps their reports in a directory."""

    directory: Path
    again: bool
    observer: Observer

    def keep(self, target: Target) -> int:
        """Judge a target unless its report is fresh; return the status that comes of it."""
        try:
            return self._keep(target)
        except UsageError as error:
            complain(f"{target.name}: {error}")
            return WRONG_USE
        except KitError as error:
            complain(f"{target.name}: the kit failed: {error}")
            return KIT_FAILED

    def _keep(self, target: Target) -> int:
        import executor_spec
        from executor_conformance.checking import Options, check_targets, introduce
        from executor_conformance.publishing import place_of, publish
        from executor_conformance.sources import judging_digest
        from executor_conformance.staleness import is_fresh

        header, deviations = introduce(target)
        digest = judging_digest(target.name, deviations)
        path = self.directory / place_of(header)
        if not self.again and is_fresh(path, digest, executor_spec.load()):
            click.echo(f"{path}: fresh, not judged again")
            self._replace_older(path)
            return 0
        [run] = check_targets([target], Options(), self.observer)
        if run.failed_kit or run.judged_nothing:
            what = "the kit failed" if run.failed_kit else "nothing was judged"
            complain(f"{target.name}: {what}; see executor-conformance check {target.name}")
            return KIT_FAILED
        path, changed = publish(run, self.directory, digest)
        verdict = "conforming" if run.conforming else "not conforming"
        click.echo(f"{path}: {verdict}, {'written' if changed else 'unchanged'}")
        self._replace_older(path)
        return 0

    def _replace_older(self, path: Path) -> None:
        from executor_conformance.publishing import replaced_by

        for older in replaced_by(path):
            older.unlink()
            click.echo(f"{older}: removed, of an older release")
