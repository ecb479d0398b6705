"""The command that keeps reports."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from executor_conformance.adapters.defaults import standard_targets
from executor_conformance.cli_common import KIT_FAILED

STALE = 1


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
