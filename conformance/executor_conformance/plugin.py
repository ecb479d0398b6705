"""The pytest plugin. It is loaded in every session where this package is installed, so it is small.

All that it does for sessions without a conformance class is look at the classes they collect.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the conformance classes."""
    group = parser.getgroup("executor-conformance", "judging executors")
    group.addoption(
        "--conformance-report", metavar="FILE", type=Path, help="write the report (JSON Lines)"
    )
    group.addoption(
        "--conformance-deadline",
        metavar="S",
        type=float,
        help="seconds after which a clause's test counts as hung (default 10)",
    )
    group.addoption(
        "--conformance-time-scale",
        metavar="X",
        type=float,
        help="multiply all durations, for a slow implementation or machine",
    )
    group.addoption(
        "--conformance-deviations",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="clauses that are known to fail (TOML)",
    )
    group.addoption(
        "--conformance-no-deviations",
        action="store_true",
        help="heed no declared failure, shipped or given",
    )
    group.addoption(
        "--conformance-strict",
        action="store_true",
        help="a broken should fails like a broken must",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Check the options, and record what is judged unless an xdist controller does."""
    for name in ("deadline", "time_scale"):
        value = config.getoption(f"conformance_{name}")
        if value is not None and not value > 0:
            option = f"--conformance-{name}".replace("_", "-")
            raise pytest.UsageError(f"{option} must be positive, not {value:g}")
    _check_deviations(config)
    if hasattr(config, "workerinput"):
        return
    if config.getoption("conformance_report"):
        from executor_conformance.recorder import Recorder

        config.pluginmanager.register(Recorder(config), "executor-conformance-recorder")


def _check_deviations(config: pytest.Config) -> None:
    files = config.getoption("conformance_deviations")
    if not files:
        return
    if config.getoption("conformance_no_deviations"):
        raise pytest.UsageError(
            "--conformance-deviations and --conformance-no-deviations contradict each other"
        )
    from executor_conformance.deviations.reading import read_deviations
    from executor_conformance.errors import UsageError

    try:
        for file in files:
            read_deviations(config.invocation_params.dir / file)
    except UsageError as error:
        raise pytest.UsageError(str(error)) from error


def pytest_pycollect_makeitem(
    collector: pytest.Module | pytest.Class, name: str, obj: object
) -> pytest.Collector | None:
    """Collect a class made by `conformance` as one item a clause."""
    if not isinstance(obj, type) or "executor_conformance_selection" not in dir(obj):
        return None
    if not collector.classnamefilter(name):
        return None
    from executor_conformance.items import ClauseClass

    collected: pytest.Collector = ClauseClass.from_parent(collector, name=name, judged=obj)
    return collected


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Attach the judgement to the report: that is how it reaches an xdist controller."""
    report = yield
    attached = getattr(item, "executor_conformance_record", None)
    if attached is not None and report.when == "call":
        report.executor_conformance = attached  # type: ignore[attr-defined]
        report.duration = attached["clause"]["duration"]
        if report.skipped and isinstance(report.longrepr, tuple):
            # Where this package raised it says nothing to an implementer.
            line = item.parent.line if item.parent else None  # type: ignore[attr-defined]
            report.longrepr = (str(item.path), line, report.longrepr[2])  # type: ignore[assignment]
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say for each conformance class what was judged; fail if nothing was."""
    reports = [
        report
        for category in terminalreporter.stats.values()
        for report in category
        if hasattr(report, "executor_conformance")
    ]
    if reports:
        from executor_conformance.summary import summarize

        summarize(terminalreporter, reports)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Make a session fail whose conformance classes judged nothing at all."""
    reporter = session.config.pluginmanager.getplugin("terminalreporter")
    if reporter is None or session.exitstatus != pytest.ExitCode.OK:
        return
    records = [
        report.executor_conformance["clause"]
        for category in reporter.stats.values()
        for report in category
        if hasattr(report, "executor_conformance")
    ]
    if records and all(record["verdict"] in ("unsupported", "blocked") for record in records):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
