"""Ten executors, each broken in a way of its own: the fault is named, and the run survives it."""

import sys
import uuid
from pathlib import Path
from typing import NamedTuple

import pytest

import executor_spec
from executor_conformance.checking import Options, Silent, check_targets
from executor_conformance.judgement import BROKEN, Verdict
from executor_conformance.limits import Limits
from executor_conformance.plan import Selection

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="faults of POSIX systems"),
]

FOLDER = Path(__file__).parent / "faults"
CHAPTERS = ("submit", "map", "shutdown", "result", "processes")
JUDGED = [clause.id for clause in executor_spec.load().clauses if clause.chapter in CHAPTERS]
OPTIONS = Options(
    Selection(clauses=(*JUDGED, "CBK-01", "CBK-02")),
    limits=Limits(deadline=2.0),
    path=(FOLDER,),
)


class Fault(NamedTuple):
    target: str
    shows: dict[str, Verdict]
    hangs: int = 0
    """How many clauses may hang: each costs twice the deadline."""


FAULTS = [
    Fault("hangs_in_shutdown:HangsInShutdown", {"SHD-20": Verdict.HANG}, hangs=2),
    Fault("holds_the_gil:HoldsTheGil", {"MAP-23": Verdict.HANG}, hangs=1),
    Fault("never_answers:NeverAnswers", {"RES-01": Verdict.HANG}, hangs=2),
    Fault("loses_a_call:LosesACall", {"SHD-02": Verdict.FAIL}, hangs=1),
    # asyncio waits in vain where the call ends after its callback was added.
    Fault("passes_the_result:CallsBackWithTheResult", {"CBK-01": Verdict.FAIL}, hangs=1),
    Fault("maps_as_completed:MapsAsCompleted", {"MAP-01": Verdict.FAIL}),
    # Its workers, as far as it says, are the judged process itself, which does not end.
    Fault(
        "says_processes:SAYS_PROCESSES", {"PRC-01": Verdict.FAIL, "PRC-02": Verdict.FAIL}, hangs=1
    ),
    Fault("exits_in_submit:ExitsInSubmit", {"SUB-03": Verdict.CRASH}),
    Fault("kills_its_group:KillsItsGroup", {"SHD-04": Verdict.CRASH}),
    Fault("has_no_map:HasNoMap", {"MAP-23": Verdict.FAIL}),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.target.partition(":")[0])
def test_a_fault_is_named_and_survived(fault, monkeypatch, nothing_left):
    mark = uuid.uuid4().hex
    monkeypatch.setenv("MARK_OF_THIS_RUN", mark)
    [run] = check_targets([fault.target], OPTIONS, Silent())
    nothing_left(mark)

    found = run.judgements
    assert {clause: found[clause].verdict for clause in fault.shows} == fault.shows
    assert not run.conforming
    assert set(found) == {clause.id for clause in run.clauses}
    unjudged = [j for j in found.values() if j.verdict in (Verdict.UNTESTED, Verdict.ERROR)]
    assert unjudged == []
    blocked = [j for j in found.values() if j.verdict is Verdict.BLOCKED]
    assert [j.clause for j in blocked if found[j.foundation].verdict not in BROKEN] == []
    hung = [j.clause for j in found.values() if j.verdict is Verdict.HANG]
    assert len(hung) <= fault.hangs, f"these clauses hung: {hung}"


def test_what_builds_on_a_missing_map_is_blocked_by_it():
    [run] = check_targets(["has_no_map:HasNoMap"], OPTIONS, Silent())
    chapter = [clause.id for clause in run.clauses if "MAP-23" in clause.builds_on]
    applicable = [c for c in chapter if run.judgements[c].verdict is not Verdict.UNSUPPORTED]
    assert len(applicable) > 2
    assert {run.judgements[c].foundation for c in applicable} == {"MAP-23"}
