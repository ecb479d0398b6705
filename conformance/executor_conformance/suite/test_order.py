"""The chapter on order and overlap."""

import itertools

from executor_conformance import tasks
from executor_conformance.suite import WITH_GATES, verifies


@verifies("ORD-05")
def test_calls_overlap_before_any_result_is_asked_for(executor, gate):
    futures = [executor.submit(tasks.start_then_pass_gate, gate, name) for name in "ab"]
    gate.journal.wait_for("a started")
    gate.journal.wait_for("b started")
    gate.open()
    assert [future.result() for future in futures] == ["a", "b"]


@verifies("ORD-04")
def test_calls_whose_results_are_read_at_once_follow_one_another(executor, journal, gate, helper):
    helper.open_after_a_look(gate)
    for _ in range(4):
        executor.submit(tasks.enter_and_leave, journal, gate).result()
    assert journal.entries() == ["entered", "left"] * 4


@verifies("ORD-06")
def test_each_future_has_the_result_of_its_own_call(executor):
    futures = [executor.submit(tasks.return_value, i) for i in range(20)]
    assert [future.result() for future in futures] == list(range(20))


@verifies("ORD-06", kinds=WITH_GATES, workers=2)
def test_a_later_call_that_ends_first_does_not_take_the_place_of_another(executor, gates, journal):
    first, second = gates(2)
    futures = [
        executor.submit(tasks.pass_gate_then_return, first, "a"),
        executor.submit(tasks.pass_gate_then_return, second, "b"),
    ]
    second.open()
    journal.wait_for("b returned")
    first.open()
    assert [future.result() for future in futures] == ["a", "b"]


@verifies("ORD-02")
def test_a_worker_ends_each_call_before_it_begins_the_next(executor, journal, gate, helper, kind):
    helper.open_after_a_look(gate)
    by_thread = kind != "process"
    calls = [
        executor.submit(tasks.enter_and_leave_a_worker, journal, gate, by_thread) for _ in range(8)
    ]
    for call in calls:
        call.result()
    busy = set()
    for entry in journal.entries():
        what, worker = entry.split()
        if what == "entered":
            assert worker not in busy, f"worker {worker} began a call during another one"
            busy.add(worker)
        else:
            busy.remove(worker)


@verifies("ORD-01", queued=21)
def test_calls_of_a_single_worker_start_in_the_order_of_submission(make_executor, gate):
    executor = make_executor(max_workers=1)
    executor.submit(tasks.pass_gate, gate)
    names = [f"call {i}" for i in range(20)]
    calls = [executor.submit(tasks.note, gate.journal, name) for name in names]
    gate.open()
    for call in calls:
        call.result()
    assert gate.journal.entries() == names


NEWER_CALLS = 150


@verifies("ORD-03")
def test_a_call_starts_though_newer_ones_keep_arriving(make_executor, gate, calls):
    executor = make_executor(max_workers=1)
    executor.submit(tasks.pass_gate, gate)
    plain = executor.submit(tasks.return_value, "plain")
    started = itertools.count()

    def submit_a_newer_one(_=None):
        if plain.done() or next(started) == NEWER_CALLS:
            calls(plain.done())
        else:
            executor.submit(tasks.return_none).add_done_callback(submit_a_newer_one)

    submit_a_newer_one()
    gate.open()
    ((made,), _), *_ = calls.wait()
    assert made, f"{NEWER_CALLS} newer calls were made before this one"
