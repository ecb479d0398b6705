"""The chapter on done-callbacks."""

from executor_conformance import tasks
from executor_conformance.suite import verifies

WITH_GATES = ("thread", "green", "interpreter", "process", "distributed")


@verifies("CBK-01", kinds=WITH_GATES)
def test_a_callback_added_before_completion_gets_the_future(executor, gate, calls):
    future = executor.submit(tasks.pass_gate, gate)
    future.add_done_callback(calls)
    gate.open()
    assert calls.wait() == [((future,), {})]


@verifies("CBK-01")
def test_a_callback_added_after_completion_gets_the_future(executor, calls):
    future = executor.submit(tasks.return_none)
    future.result()
    future.add_done_callback(calls)
    assert calls.wait() == [((future,), {})]


@verifies("CBK-02", kinds=WITH_GATES)
def test_each_registration_leads_to_one_call(executor, gate, calls):
    succeeding = executor.submit(tasks.pass_gate, gate)
    failing = executor.submit(tasks.pass_gate_then_fail, gate, ValueError("on purpose"))
    for future in (succeeding, failing):
        future.add_done_callback(calls)
    gate.open()
    calls.wait(2)
    executor.submit(tasks.return_none).result()
    called = sorted(id(args[0]) for args, _ in calls.wait(2))
    assert called == sorted(map(id, (succeeding, failing))), "not one call for each registration"


@verifies("CBK-02")
def test_each_registration_on_a_done_future_leads_to_one_call(executor, calls):
    succeeded = executor.submit(tasks.return_none)
    failed = executor.submit(tasks.fail_with, ValueError("on purpose"))
    succeeded.result()
    failed.exception()
    for future in (succeeded, failed):
        future.add_done_callback(calls)
    assert len(calls.wait(2)) == 2


@verifies("CBK-02", kinds=WITH_GATES)
def test_a_cancelled_future_calls_back_once(make_executor, gate, calls, beyond_prefetch):
    executor = make_executor(max_workers=1)
    executor.submit(tasks.start_then_pass_gate, gate, "first")
    gate.journal.wait_for("first started")
    waiting = [executor.submit(tasks.pass_gate, gate) for _ in range(beyond_prefetch)]
    waiting[-1].add_done_callback(calls)
    cancelled = waiting[-1].cancel()
    gate.open()
    # By the time that this one has run, the executor has come past the cancelled one.
    executor.submit(tasks.return_none).result()
    assert len(calls.wait()) == 1, f"not one call for one registration; cancel() gave {cancelled}"
