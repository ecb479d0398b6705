"""The third door: a call."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from executor_conformance.checking import Options, Run, Silent, check_targets
from executor_conformance.deviations.declarations import Declarations
from executor_conformance.limits import Limits
from executor_conformance.plan import Selection
from executor_conformance.report import ReportFile
from executor_conformance.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from executor_conformance.adapter import Adapter
    from executor_conformance.deviations import Deviation


def check(
    adapter: Adapter | str,
    *,
    clauses: Iterable[str] = (),
    chapters: Iterable[str] = (),
    levels: Iterable[str] = (),
    bases: Iterable[str] = (),
    strict: bool = False,
    kind: str | None = None,
    deadline: float | None = None,
    time_scale: float | None = None,
    jobs: int | None = None,
    deviations: Iterable[str | PathLike[str] | Deviation] | None = (),
    report: str | PathLike[str] | None = None,
) -> Run:
    """Judge an executor and return what became of it.

    `adapter` is an `Adapter` or ``module:attribute``. The judged process makes the adapter itself:
    what it names must be importable, and a program that calls this keeps its call behind a main
    guard. `clauses`, `chapters`, `levels` and `bases` select what is judged; everything is, if none
    is given. `kind` overrides the adapter's. `deadline` is the seconds after which a test counts as
    hung, `time_scale` multiplies all durations, `jobs` clauses are judged at a time (by default two
    of a local executor), and `report` is the file for the report. `deviations` holds files with
    declared failures, or `Deviation` objects, that count beside those of the adapter and of the
    kit; with None, none of all these count. Nothing is printed.

    Raises `executor_conformance.errors.UsageError` for a wrong target, name or file, and
    `KitError` if the kit itself fails.
    """
    options = Options(
        selection=Selection(
            clauses=tuple(clauses),
            chapters=tuple(chapters),
            levels=tuple(levels),
            bases=tuple(bases),
            strict=strict,
        ),
        limits=Limits(deadline=deadline, time_scale=time_scale),
        kind=kind,
        jobs=jobs,
        declarations=Declarations.of(deviations),
    )
    target = Target.named(adapter) if isinstance(adapter, str) else Target.of(adapter)
    file = ReportFile(Path(report)) if report is not None else None
    try:
        (run,) = check_targets([target], options, Silent(), file)
    except BaseException:
        if file is not None:
            file.abandon()
        raise
    if file is not None:
        file.finish()
    return run
