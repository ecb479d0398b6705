"""Executors that demand something: what they demand is respected, and named where it is a fault."""

import sys

import pytest

from executor_conformance import Adapter
from executor_conformance.checking import Options, Silent, check_targets, introduce
from executor_conformance.limits import Limits
from executor_conformance.plan import Selection
from executor_conformance.suite import Ways, Workers, load_suite
from executor_conformance.target import Target

ALL_AT_ONCE = dict.fromkeys(("SUB-14", "RES-01", "MAP-23", "MAP-01", "SHD-19", "SHD-20"), "pass")


@pytest.fixture
def judge(pools):
    """Return a function that judges an adapter of a module; it returns verdicts and details."""

    def judge(target, *clauses, jobs=None, **limits):
        name = target if ":" in target else f"demanding_pools:{target}"
        options = Options(Selection(clauses=clauses), Limits(**limits), path=(pools,), jobs=jobs)
        [run] = check_targets([name], options, Silent())
        found = run.judgements
        return (
            {clause: str(judgement.verdict) for clause, judgement in found.items()},
            {clause: judgement.detail for clause, judgement in found.items()},
        )

    return judge


def test_a_limit_of_unfinished_calls_is_named_and_leads_to_no_hangs(judge):
    target = "executor_conformance.mutants.demanding:BACKPRESSURED"
    verdicts, details = judge(target, "SUB-08", "SHD-04", "SHD-17", "POO-03")
    assert verdicts == {
        "SUB-08": "unsupported",
        "SHD-04": "pass",
        "SHD-17": "unsupported",
        "POO-03": "pass",
    }
    assert "submit waits at 5 unfinished calls, as its adapter says" in details["SUB-08"]
    assert "submit of this executor waits at 5" in details["SHD-17"]


def test_tests_that_need_more_than_an_executor_allows_are_left_out():
    [shd_05] = [test for test in load_suite(["shutdown"])["SHD-05"] if test.queued == 10]
    workers = Workers(8, known=True)
    assert shd_05.why_not("thread", workers) == ""
    assert "needs 10 unfinished calls" in shd_05.why_not("thread", workers, Ways(queue_limit=9))
    assert shd_05.why_not("thread", workers, Ways(queue_limit=10)) == ""


def test_an_executor_that_belongs_to_a_thread_is_called_in_it(judge):
    target = "executor_conformance.mutants.demanding:BOUND_TO_ITS_THREAD"
    verdicts, _ = judge(target, *ALL_AT_ONCE)
    assert verdicts == ALL_AT_ONCE


def test_keywords_that_submit_keeps_are_named(judge):
    verdicts, details = judge("KEEPS_PRIORITY", "SUB-03", "SUB-14")
    assert verdicts == {"SUB-14": "pass", "SUB-03": "unsupported"}
    assert "submit keeps these for itself, as its adapter says: priority" in details["SUB-03"]


def test_other_names_are_one_fault_each_and_all_else_is_judged(judge):
    verdicts, details = judge("SCHEDULER", *ALL_AT_ONCE, "SHD-02")
    named = {"SUB-14": "fail", "MAP-23": "fail", "SHD-19": "fail"}
    assert verdicts == {**ALL_AT_ONCE, **named, "SHD-02": "pass"}
    assert "there is no submit: the adapter says to use schedule in its place" in details["SUB-14"]


def test_a_least_number_of_workers_is_respected(judge):
    verdicts, details = judge("THREE_AT_LEAST", *ALL_AT_ONCE, "LIF-08", "POO-01")
    assert verdicts == {**ALL_AT_ONCE, "LIF-08": "pass", "POO-01": "unsupported"}
    assert "this executor has 3 at least" in details["POO-01"]


def test_reserved_workers_are_not_counted(judge):
    verdicts, _ = judge("KEEPS_ONE_FOR_ITSELF", *ALL_AT_ONCE, "LIF-08", "POO-01", "POO-02")
    assert verdicts == {**ALL_AT_ONCE, "LIF-08": "pass", "POO-01": "pass", "POO-02": "pass"}


def test_no_more_workers_are_asked_for_than_there_are(judge):
    verdicts, details = judge("TWO_AT_MOST", *ALL_AT_ONCE, "POO-01", "POO-02")
    assert verdicts == {**ALL_AT_ONCE, "POO-01": "pass", "POO-02": "unsupported"}
    assert "this executor may have 2" in details["POO-02"]


def test_a_test_that_is_not_torn_down_leaves_nothing_to_the_next(judge):
    # What is interrupted in its teardown leaves its journal in place.
    verdicts, _ = judge("InterruptsWhoDisposesOfIt", "SHD-20", "RES-12", "ORD-04", "CAN-02", jobs=1)
    assert verdicts == {"SHD-20": "pass", "RES-12": "fail", "ORD-04": "pass", "CAN-02": "pass"}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="ends processes by signals")
def test_a_process_that_must_end_normally_does(judge, tmp_path, monkeypatch):
    for target, ends in (("NEVER_SHUTS_DOWN", True), ("NEVER_SHUTS_DOWN_EITHER", False)):
        notes = tmp_path / target
        notes.touch()
        monkeypatch.setenv("NOTES", str(notes))
        verdicts, _ = judge(target, "SUB-14", "RES-01", deadline=1.0)
        assert verdicts == {"SUB-14": "pass", "RES-01": "pass"}
        assert ("ended normally" in notes.read_text()) is ends


@pytest.mark.skipif(sys.platform == "win32", reason="ends processes by signals")
def test_a_process_that_must_end_normally_does_where_it_is_only_asked(pools, tmp_path, monkeypatch):
    notes = tmp_path / "notes"
    notes.touch()
    monkeypatch.setenv("NOTES", str(notes))
    options = Options(path=(pools,))
    header, declared = introduce(Target.named("demanding_pools:NEVER_SHUTS_DOWN"), options)
    assert (header["name"], header["planned"], declared) == ("NeverShutsDown", [], ())
    assert "ended normally" in notes.read_text()


@pytest.mark.slow
def test_what_a_failing_test_has_broken_is_not_used_again(judge):
    verdicts, _ = judge("BREAKS_AT_A_KEYWORD", "SUB-03", "SUB-06", "RES-09", deadline=1.0)
    assert verdicts == {"SUB-03": "fail", "SUB-06": "pass", "RES-09": "pass"}


def test_the_shared_executor_is_shut_down_whichever_clause_is_judged_last(pools):
    options = Options(Selection(clauses=("SHD-20",)), Limits(deadline=5.0), path=(pools,))
    [run] = check_targets(["demanding_pools:KEEPS_ITS_PROGRAM"], options, Silent())
    assert run.ending.verdict == "pass", run.ending.detail


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"queue_limit": 0}, "queue_limit must be 1 or more, not 0"),
        ({"min_workers": 0}, "min_workers must be 1 or more"),
        ({"reserved_workers": -1}, "reserved_workers must be 0 or more"),
        ({"methods": {"shutdwon": "close"}}, "did you mean 'shutdown'"),
    ],
)
def test_demands_that_make_no_sense_are_refused(fields, words):
    with pytest.raises(ValueError, match=words):
        Adapter(name="x", make=dict, **fields)
