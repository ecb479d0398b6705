"""Where the specification leaves a choice: what a test saw, and whether that is permitted."""

import json
from dataclasses import replace
from io import StringIO

import fastjsonschema
import pytest
from rich.console import Console

import executor_spec
from executor_conformance import report
from executor_conformance.checking import Run
from executor_conformance.judgement import Judgement, Verdict, worst_of
from executor_conformance.outcomes import judge_outcomes
from executor_conformance.render.terminal import show_run
from executor_spec import Level

SPEC = executor_spec.load()
MUST = SPEC.clause("MAP-01")
OPEN = replace(MUST, level=Level.IMPLEMENTATION_DEFINED, outcomes=("it waits", "it raises"))
MAY = replace(MUST, level=Level.MAY)


@pytest.mark.parametrize(
    ("clause", "seen", "verdict"),
    [
        (MUST, [], "pass"),
        (MUST, ["it waits"], "error"),
        (OPEN, ["it waits"], "observed"),
        (OPEN, ["it raises", "it waits"], "observed"),
        (OPEN, ["it exits"], "fail"),
        (OPEN, ["it exits", "it waits"], "fail"),
        (OPEN, [], "error"),
        (MAY, [], "pass"),
        (MAY, ["anything"], "observed"),
    ],
)
def test_only_permitted_outcomes_may_be_seen_and_one_must_be(clause, seen, verdict):
    assert judge_outcomes(clause, seen)[0] == verdict


def test_what_is_not_permitted_is_told_beside_what_is():
    _, detail = judge_outcomes(OPEN, ["it exits", "it waits"])
    assert detail == "saw: it exits\npermitted: it waits; it raises"


def observed(*outcomes):
    detail = "; ".join(outcomes)
    return Judgement(clause="MAP-01", verdict=Verdict.OBSERVED, outcomes=outcomes, detail=detail)


def test_the_outcomes_of_all_tests_are_put_together():
    found = worst_of([observed("it waits"), observed("it raises"), observed("it waits")])
    assert found.outcomes == ("it raises", "it waits")
    assert found.detail == "it raises; it waits"


def test_outcomes_are_reported():
    record = report.clause_record(OPEN, observed("it waits"))
    fastjsonschema.compile(json.loads(report.SCHEMA.read_text()))(record)
    assert list(record["outcomes"]) == ["it waits"]


def test_outcomes_are_shown():
    hello = {
        "name": "pool",
        "version": "1",
        "kind": "thread",
        "kind_found": "declared",
        "python": "CPython 3.11.7",
        "capabilities": {},
    }
    header = report.header(
        hello, target="x:y", isolation="process tree", spec=SPEC, planned=["MAP-01"]
    )
    judgements = {"MAP-01": observed("it waits")}
    run = Run("x:y", (OPEN,), header=header, judgements=judgements)
    written = StringIO()
    show_run(Console(file=written, width=80), run, SPEC, "check x:y")
    assert "MAP-01 it waits" in written.getvalue()
    assert "conforming: pool" in written.getvalue()
