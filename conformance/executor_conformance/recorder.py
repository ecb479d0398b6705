"""The report of a pytest session: in its only process, or in pytest-xdist's controller."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

import executor_spec
from executor_conformance import report
from executor_conformance.bench import blame_teardowns
from executor_conformance.errors import UsageError
from executor_conformance.judgement import Judgement, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_NODE_ID = re.compile(r"(?P<class>.+)::test_\w+\[(?P<clause>[A-Z]{2,4}-\d{2,3})\]$")


class Recorder:
    """Collects the judgements that arrive with pytest's reports, and writes them at the end."""

    def __init__(self, config: pytest.Config):
        path: Path = config.getoption("conformance_report")
        try:
            self._file = report.ReportFile(config.invocation_params.dir / path)
        except UsageError as error:
            raise pytest.UsageError(str(error)) from error
        self._planned: dict[str, list[str]] = {}
        self._headers: dict[str, dict[str, Any]] = {}
        self._judgements: dict[str, dict[str, Judgement]] = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note what is planned."""
        self._plan([item.nodeid for item in session.items])

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        """Note what is planned: an xdist controller collects nothing itself."""
        self._plan(ids)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take in the judgement that came with a report."""
        attached = getattr(report, "executor_conformance", None)
        if attached is None:
            return
        name, record = attached["class"], attached["clause"]
        self._headers[name] = attached["header"]
        fields = {**record, "clause": record["id"], "seconds": record["duration"]}
        self._judgements.setdefault(name, {})[record["id"]] = Judgement.from_dict(fields)

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        """Write the report; that of an interrupted session stays beside the file."""
        for name, header in self._headers.items():
            self._write(name, header)
        if self._headers and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            self._file.finish()
        else:
            self._file.abandon()

    def _write(self, name: str, header: dict[str, Any]) -> None:
        spec = executor_spec.load()
        judgements = blame_teardowns(self._judgements[name])
        planned = self._planned.get(name) or list(judgements)
        self._file.write({**header, "planned": planned})
        for clause_id in planned:
            judgement = judgements.setdefault(
                clause_id,
                Judgement(
                    clause=clause_id, verdict=Verdict.UNTESTED, detail="selected, but not judged"
                ),
            )
            self._file.write(report.clause_record(spec.clause(clause_id), judgement))
        self._file.write(report.footer(judgements.values(), None))

    def _plan(self, ids: Sequence[str]) -> None:
        known = {clause.id for clause in executor_spec.load().clauses}
        for nodeid in ids:
            match = _NODE_ID.match(nodeid)
            if match and match["clause"] in known:
                planned = self._planned.setdefault(match["class"], [])
                if match["clause"] not in planned:
                    planned.append(match["clause"])
