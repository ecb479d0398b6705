"""The bench against a judged process that follows a script."""

from types import MappingProxyType

import pytest

import executor_spec
from executor_conformance.bench import Bench, Ending, blame_teardowns
from executor_conformance.benches import close_all
from executor_conformance.deviations import Deviation
from executor_conformance.deviations.declarations import Declarations
from executor_conformance.errors import KitError, TargetError
from executor_conformance.judgement import Verdict
from executor_conformance.limits import Limits

SPEC = executor_spec.load()


def hung(**fields):
    return {"event": "hung", "stacks": "", "output": "", "called": None, **fields}


def died(**fields):
    return {
        "event": "died",
        "detail": "exited with status 0",
        "output": "",
        "called": None,
        **fields,
    }


def judged(verdict="pass", **fields):
    return {"event": "judged", "verdict": verdict, "seconds": 0.5, "changed": [], **fields}


class ScriptedChild:
    """Answers each test from a list of events; the last one is repeated, passing by default."""

    isolation = "process tree"

    def __init__(self, script=MappingProxyType({}), unsupported=MappingProxyType({}), declared=()):
        self.declared = [deviation.to_dict() for deviation in declared]
        self.script = {clause: list(events) for clause, events in script.items()}
        self.unsupported = dict(unsupported)
        self.tests = {clause.id: [f"{clause.id}/test"] for clause in SPEC.clauses}
        self.log = []
        self.asked = []
        self.deadlines = {}
        self.doubted = []

    def start(self, deadline):
        self.log.append("start")
        return {
            "event": "hello",
            "time_scale": 1.0,
            "unsupported": self.unsupported,
            "deviations": self.declared,
            "tests": self.tests,
            "patient": ["EXI-01/test"],
            "drawing": [],
            "looping": [],
        }

    def judge(self, test, *, deadline, dispose, doubt):
        self.asked.append(test)
        clause = test.split("/")[0]
        self.deadlines[clause] = deadline
        if doubt:
            self.doubted.append(clause)
        self.log.append((clause, dispose))
        events = self.script.get(clause, [])
        return (events.pop(0) if len(events) > 1 else events[0]) if events else judged()

    def retire(self, deadline, *, dispose):
        self.log.append(("retire", dispose))
        return {"event": "retired", "clean": True}

    def close(self):
        self.log.append("close")

    @property
    def ran(self):
        return [entry[0] for entry in self.log if isinstance(entry, tuple) and entry[0] != "retire"]


def bench_with(**arguments):
    child = ScriptedChild(**arguments)
    return Bench(child, SPEC, Limits(), declarations=Declarations()), child


def test_a_clause_is_judged_after_what_it_builds_on():
    bench, child = bench_with()
    assert bench.judge("MAP-01").verdict is Verdict.PASS
    assert child.ran.index("SUB-14") < child.ran.index("RES-01") < child.ran.index("MAP-23")
    assert child.ran[-1] == "MAP-01"


def test_a_clause_is_judged_once():
    bench, child = bench_with()
    assert bench.judge("MAP-01") is bench.judge("MAP-01")
    assert child.ran.count("MAP-01") == 1


def test_executors_are_shut_down_only_once_shutdown_is_known_to_return():
    bench, child = bench_with()
    bench.judge("CBK-01")
    disposals = dict(entry for entry in child.log if isinstance(entry, tuple))
    assert not disposals["RES-01"]
    assert not disposals["SHD-20"]
    assert disposals["CBK-01"]


def test_where_shutdown_hangs_executors_are_abandoned_and_what_is_shared_is_doubted():
    bench, child = bench_with(script={"SHD-20": [hung()]})
    bench.judge("CBK-01")
    assert child.log[-1] == ("CBK-01", False)
    assert "CBK-01" in child.doubted
    assert "SHD-20" not in child.doubted


def test_nothing_is_doubted_where_shutdown_returns():
    bench, child = bench_with()
    bench.judge("CBK-01")
    assert child.doubted == []


@pytest.mark.parametrize(("returns", "shut_down"), [(judged(), True), (judged("fail"), False)])
def test_the_shared_executor_is_shut_down_at_the_end_once_shutdown_is_known_to_return(
    returns, shut_down
):
    bench, child = bench_with(script={"SHD-20": [returns], "CBK-01": [judged(changed=["cwd"])]})
    bench.judge("CBK-01")
    assert child.log[-1] == ("retire", shut_down)


def test_after_an_interrupt_nothing_is_asked_any_more():
    bench, child = bench_with()
    bench.judge("SHD-20")

    def interrupt(test, *, deadline, dispose, doubt):
        raise KeyboardInterrupt

    child.judge = interrupt
    with pytest.raises(KeyboardInterrupt):
        bench.judge("CBK-01")
    assert bench.close().verdict is Verdict.PASS
    assert child.log[-1] == "close"
    assert "retire" not in [entry[0] for entry in child.log]


def test_a_hang_is_judged_once_more_in_a_fresh_process():
    bench, child = bench_with(script={"CBK-01": [hung()]})
    found = bench.judge("CBK-01")
    assert found.verdict is Verdict.HANG
    assert child.ran.count("CBK-01") == 2
    assert child.log.count("start") == 2


def test_a_hang_that_does_not_recur_counts_only_with_every_gate_open():
    for gates, verdict in ((0, Verdict.HANG), (1, Verdict.PASS), (None, Verdict.PASS)):
        bench, _ = bench_with(script={"CBK-01": [hung(gates_closed=gates), judged()]})
        assert bench.judge("CBK-01").verdict is verdict


def test_a_crash_that_does_not_recur_names_what_ran_before():
    bench, _ = bench_with(script={"CBK-01": [died(), judged()]})
    found = bench.judge("CBK-01")
    assert found.verdict is Verdict.CRASH
    assert "state-dependent" in found.detail
    assert "SHD-20" in found.detail


def test_a_hang_that_becomes_a_failure_is_a_failure():
    bench, _ = bench_with(script={"CBK-01": [hung(), judged("fail")]})
    assert bench.judge("CBK-01").verdict is Verdict.FAIL


@pytest.mark.parametrize("event", [hung(), died()])
def test_a_clause_on_a_hung_or_crashed_foundation_is_blocked_without_being_run(event):
    bench, child = bench_with(script={"MAP-23": [event]})
    found = bench.judge("MAP-01")
    assert (found.verdict, found.foundation) == (Verdict.BLOCKED, "MAP-23")
    assert "MAP-01" not in child.ran


def test_a_clause_on_a_failed_foundation_is_blocked_only_if_it_breaks():
    bench, _ = bench_with(script={"MAP-23": [judged("fail")], "MAP-03": [judged("fail")]})
    assert bench.judge("MAP-03").verdict is Verdict.BLOCKED
    assert bench.judge("MAP-01").verdict is Verdict.PASS


def test_what_is_blocked_names_the_clause_at_the_bottom():
    bench, _ = bench_with(script={"SUB-14": [hung()]})
    assert bench.judge("MAP-01").foundation == "SUB-14"


@pytest.mark.parametrize(
    "script",
    [
        {"MAP-23": [hung()]},
        {"SHD-20": [hung()], "CBK-01": [judged("fail")]},
        {"RES-01": [judged("fail")], "MAP-03": [judged("fail")]},
        {"SHD-04": [died()], "SHD-05": [died()]},
    ],
)
def test_verdicts_do_not_depend_on_the_order_or_the_selection(script):
    ids = [clause.id for clause in SPEC.clauses]

    def verdicts(order):
        bench, _ = bench_with(script=script)
        found = {clause: bench.judge(clause) for clause in order}
        return {clause: (found[clause].verdict, found[clause].foundation) for clause in order}

    forward = verdicts(ids)
    assert verdicts(ids[::-1]) == forward
    for clause in ids:
        assert verdicts([clause])[clause] == forward[clause]


def test_a_clause_that_does_not_apply_is_not_run():
    bench, child = bench_with(unsupported={"PRC-01": "is about processes"})
    found = bench.judge("PRC-01")
    assert (found.verdict, found.detail) == (Verdict.UNSUPPORTED, "is about processes")
    assert "PRC-01" not in child.ran


def test_a_process_that_a_test_left_changed_is_replaced():
    bench, child = bench_with(script={"CBK-01": [judged(changed=["environment"])]})
    bench.judge("CBK-01")
    bench.judge("CBK-02")
    assert child.log.count("start") == 2


def test_a_hang_while_executors_are_disposed_of_keeps_the_verdict_and_counts_once():
    event = hung(called=judged("pass"))
    bench, child = bench_with(script={"CBK-01": [event]})
    found = {clause: bench.judge(clause) for clause in ("SHD-20", "CBK-01", "CBK-02")}
    assert found["CBK-01"].verdict is Verdict.PASS
    assert child.ran.count("CBK-01") == 1
    assert child.log[-1] == ("CBK-02", False)
    blamed = blame_teardowns(found)
    assert blamed["SHD-20"].verdict is Verdict.HANG
    assert "CBK-01" in blamed["SHD-20"].detail


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({"event": "refused", "detail": "no such module"}, "no such module"),
        (hung(), "did not end within"),
        (died(), "exited with status 0"),
    ],
)
def test_a_target_that_cannot_be_started_is_refused_in_words(event, words):
    bench, child = bench_with()
    child.start = lambda deadline: event
    with pytest.raises(TargetError, match=words):
        bench.judge("MAP-01")


def declared(clause, **fields):
    return Deviation(clause=clause, reason="known", **fields)


def test_what_is_declared_to_hang_gets_a_tenth_of_the_time_and_no_second_chance():
    bench, child = bench_with(
        script={"CBK-01": [hung()]}, declared=[declared("CBK-01", shows="hang")]
    )
    found = bench.judge("CBK-01")
    assert (found.verdict, found.shown, found.deviation) == (Verdict.XFAIL, "hang", "known")
    assert child.ran.count("CBK-01") == 1
    assert child.deadlines["CBK-01"] == child.deadlines["SHD-20"] / 10


@pytest.mark.parametrize(
    ("shows", "ran"), [("hang", ["CBK-01/first"]), ("fail", ["CBK-01/first", "CBK-01/second"])]
)
def test_a_declared_hang_that_has_come_is_enough(shows, ran):
    bench, child = bench_with(
        script={"CBK-01": [hung()]}, declared=[declared("CBK-01", shows=shows)]
    )
    child.tests["CBK-01"] = ["CBK-01/first", "CBK-01/second"]
    assert bench.judge("CBK-01").verdict is Verdict.XFAIL
    assert [test for test in child.asked if test.startswith("CBK-01/")] == ran


def test_what_builds_on_a_declared_hang_is_blocked_by_it():
    bench, child = bench_with(script={"MAP-23": [hung()]}, declared=[declared("MAP-23")])
    found = bench.judge("MAP-01")
    assert (found.verdict, found.foundation) == (Verdict.BLOCKED, "MAP-23")
    assert (found.deviation, "declared to fail" in found.detail) == ("known", True)
    assert "MAP-01" not in child.ran


def test_what_builds_on_a_declared_failure_is_run_and_blocked_only_if_it_breaks():
    script = {"MAP-23": [judged("fail")], "MAP-03": [judged("fail")]}
    bench, _ = bench_with(script=script, declared=[declared("MAP-23")])
    assert bench.judge("MAP-03").verdict is Verdict.BLOCKED
    assert bench.judge("MAP-01").verdict is Verdict.PASS


def test_a_declaration_of_its_own_counts_more_than_a_broken_foundation():
    script = {"MAP-23": [judged("fail")], "MAP-03": [judged("fail")]}
    bench, _ = bench_with(script=script, declared=[declared("MAP-03"), declared("MAP-01")])
    assert bench.judge("MAP-03").verdict is Verdict.XFAIL
    assert bench.judge("MAP-01").verdict is Verdict.XPASS


def test_a_disposal_that_hangs_is_excused_by_a_racy_declaration():
    racy = declared("SHD-20", shows="hang", racy=True)
    bench, _ = bench_with(script={"CBK-01": [hung(called=judged("pass"))]}, declared=[racy])
    found = {clause: bench.judge(clause) for clause in ("SHD-20", "CBK-01")}
    assert found["SHD-20"].verdict is Verdict.PASS
    assert blame_teardowns(found)["SHD-20"].verdict is Verdict.XFAIL


def test_whole_programs_get_more_time():
    bench, child = bench_with()
    bench.judge("EXI-01")
    assert child.deadlines["EXI-01"] == 3 * child.deadlines["SHD-20"]


def test_deadlines_scale():
    assert Limits().for_test(3.0) == 30.0
    assert Limits(deadline=2.0).for_test(3.0) == 2.0
    assert Limits(deadline=2.0, time_scale=4.0).for_test(1.0) == 8.0
    assert Limits(time_scale=4.0).for_test(1.0) == 40.0


def test_an_interrupt_while_benches_are_closed_does_not_leave_the_first_waiting():
    class Interrupted(list):
        def __reversed__(self):
            yield self[-1]
            raise KeyboardInterrupt

    class Closes:
        def __init__(self):
            self.closed = False

        def close(self):
            self.closed = True
            return Ending(Verdict.PASS)

    first, copy = Closes(), Closes()
    with pytest.raises(KeyboardInterrupt):
        close_all(Interrupted([first, copy]))
    assert copy.closed
    assert not first.closed


def test_an_abandoned_bench_does_not_begin_anew():
    bench, child = bench_with()
    bench.abandon()
    with pytest.raises(KitError, match="broken off"):
        bench.judge("SUB-14")
    assert child.deadlines == {}
