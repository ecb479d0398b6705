"""The chapter on done-callbacks."""

import functools
import os
import threading
import time

import pytest

from executor_conformance import tasks
from executor_conformance.suite import WITH_GATES, verifies
from executor_conformance.suite.preparing import cancel_or_skip, cancellable, error_of


def assert_got(calls, future):
    """Require one call, with that very future, not one that equals it."""
    [(args, keywords)] = calls.wait()
    assert (len(args), keywords) == (1, {}), f"the callback got {args} and {keywords}"
    assert args[0] is future, f"the callback got {args[0]!r}, which is another than {future!r}"


@verifies("CBK-01", kinds=WITH_GATES)
def test_a_callback_added_before_completion_gets_the_future(executor, gate, calls):
    future = executor.submit(tasks.pass_gate, gate)
    future.add_done_callback(calls)
    gate.open()
    assert_got(calls, future)


@verifies("CBK-01", kinds=WITH_GATES)
def test_a_callback_of_a_call_that_fails_gets_the_future(executor, gate, calls):
    future = executor.submit(tasks.pass_gate_then_fail, gate, ValueError("on purpose"))
    future.add_done_callback(calls)
    gate.open()
    assert_got(calls, future)


@verifies("CBK-01")
def test_a_callback_added_after_completion_gets_the_future(executor, calls):
    future = executor.submit(tasks.return_none)
    future.result()
    future.add_done_callback(calls)
    assert_got(calls, future)


@verifies("CBK-01", kinds=WITH_GATES)
def test_one_callback_of_many_futures_gets_each_of_them(executor, gate, calls):
    futures = [executor.submit(tasks.pass_gate, gate) for _ in range(2)]
    for future in futures:
        future.add_done_callback(calls)
    gate.open()
    got = {id(args[0]) for args, _ in calls.wait(2)}
    assert got == set(map(id, futures)), "the callback did not get the futures it was added to"


@verifies("CBK-02", kinds=WITH_GATES)
def test_each_registration_leads_to_one_call(executor, gate, calls):
    succeeding = executor.submit(tasks.pass_gate, gate)
    failing = executor.submit(tasks.pass_gate_then_fail, gate, ValueError("on purpose"))
    for name, future in {"succeeding": succeeding, "failing": failing}.items():
        future.add_done_callback(lambda _, name=name: calls(name))
    gate.open()
    calls.wait(2)
    executor.submit(tasks.return_none).result()
    called = sorted(args[0] for args, _ in calls.wait(2))
    assert called == ["failing", "succeeding"], "not one call for each registration"


@verifies("CBK-02")
def test_each_registration_on_a_done_future_leads_to_one_call(executor, calls):
    succeeded = executor.submit(tasks.return_none)
    failed = executor.submit(tasks.fail_with, ValueError("on purpose"))
    succeeded.result()
    error_of(failed.result)
    for future in (succeeded, failed):
        future.add_done_callback(calls)
    assert len(calls.wait(2)) == 2


@verifies("CBK-02", kinds=WITH_GATES, relies_on=("cancel",))
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


@verifies("CBK-03", kinds=WITH_GATES)
def test_callbacks_are_called_in_the_order_in_which_they_were_added(executor, gate, calls):
    future = executor.submit(tasks.pass_gate, gate)
    for i in range(10):
        future.add_done_callback(lambda _, i=i: calls(i))
    gate.open()
    assert [args[0] for args, _ in calls.wait(10)] == list(range(10))


@verifies("CBK-03", kinds=WITH_GATES)
def test_a_callback_is_not_called_before_the_one_before_it_has_returned(executor, gate, calls):
    future = executor.submit(tasks.pass_gate, gate)
    for i in range(3):
        future.add_done_callback(lambda _, i=i: (calls(i), time.sleep(0.001), calls(i)))
    gate.open()
    assert [args[0] for args, _ in calls.wait(6)] == [0, 0, 1, 1, 2, 2]


@verifies("CBK-03", kinds=WITH_GATES, relies_on=("cancel",))
def test_callbacks_of_a_cancelled_call_are_called_in_order(executor, gate, calls, beyond_prefetch):
    future = cancellable(executor, gate, beyond_prefetch)
    for i in range(10):
        future.add_done_callback(lambda _, i=i: calls(i))
    cancel_or_skip(future)
    gate.open()
    assert [args[0] for args, _ in calls.wait(10)] == list(range(10))


@verifies("CBK-04", kinds=WITH_GATES)
def test_a_callable_added_twice_before_completion_is_called_twice(executor, gate, calls):
    future = executor.submit(tasks.pass_gate, gate)
    future.add_done_callback(calls)
    future.add_done_callback(calls)
    gate.open()
    assert calls.wait(2) == [((future,), {})] * 2


@verifies("CBK-04")
def test_a_callable_added_twice_after_completion_is_called_twice(executor, calls):
    future = executor.submit(tasks.return_none)
    future.result()
    future.add_done_callback(calls)
    future.add_done_callback(calls)
    assert calls.wait(2) == [((future,), {})] * 2


def outcome_now(future):
    """Return what can be read of a future without waiting."""
    try:
        return future.done(), future.cancelled(), future.result(timeout=0), future.exception(0)
    except BaseException as error:
        return future.done(), future.cancelled(), repr(error)


@verifies("CBK-05", kinds=WITH_GATES)
def test_a_callback_can_read_the_result(executor, gate, calls):
    future = executor.submit(tasks.pass_gate_then_return, gate, "value")
    future.add_done_callback(lambda future: calls(outcome_now(future)))
    gate.open()
    assert calls.wait() == [(((True, False, "value", None),), {})]


@verifies("CBK-05", kinds=WITH_GATES)
def test_a_callback_can_read_the_error(executor, gate, calls):
    future = executor.submit(tasks.pass_gate_then_fail, gate, ValueError("on purpose"))
    future.add_done_callback(lambda future: calls(outcome_now(future)))
    gate.open()
    assert calls.wait() == [(((True, False, "ValueError('on purpose')"),), {})]


@verifies("CBK-05")
def test_a_callback_added_after_completion_can_read_the_result(executor, calls):
    future = executor.submit(tasks.return_value, "value")
    future.result()
    future.add_done_callback(lambda future: calls(outcome_now(future)))
    assert calls.wait() == [(((True, False, "value", None),), {})]


@verifies("CBK-05", kinds=WITH_GATES, relies_on=("cancel",))
def test_a_callback_sees_that_its_future_was_cancelled(make_executor, gate, calls, beyond_prefetch):
    executor = make_executor(max_workers=1)
    waiting = [executor.submit(tasks.pass_gate, gate) for _ in range(beyond_prefetch)]
    waiting[-1].add_done_callback(lambda future: calls(outcome_now(future)[:2]))
    cancelled = waiting[-1].cancel()
    gate.open()
    assert calls.wait() == [(((True, cancelled),), {})]


def assert_called_at_once(future):
    """Add a callback to a future that is done, and look where and when it was called."""
    called = []
    future.add_done_callback(lambda future: called.append((future, threading.get_ident())))
    assert called, "add_done_callback returned before the callback was called"
    assert called == [(future, threading.get_ident())], "it was called in another thread"


@verifies("CBK-06")
def test_a_callback_added_to_a_finished_future_is_called_at_once(executor):
    future = executor.submit(tasks.return_value, "value")
    future.result()
    assert_called_at_once(future)


@verifies("CBK-06")
def test_a_callback_added_to_a_failed_future_is_called_at_once(executor):
    future = executor.submit(tasks.fail_with, ValueError("on purpose"))
    error_of(future.result)
    assert_called_at_once(future)


@verifies("CBK-06", kinds=WITH_GATES, relies_on=("cancel",))
def test_a_callback_added_to_a_cancelled_future_is_called_at_once(
    make_executor, gate, beyond_prefetch
):
    executor = make_executor(max_workers=1)
    waiting = [executor.submit(tasks.pass_gate, gate) for _ in range(beyond_prefetch)]
    if not waiting[-1].cancel():
        pytest.skip("no waiting call could be cancelled")
    assert_called_at_once(waiting[-1])


@verifies("CBK-10", kinds=WITH_GATES)
def test_a_callback_runs_in_the_process_that_added_it(executor, gate, journal, helper):
    future = executor.submit(tasks.pass_gate, gate)
    future.add_done_callback(functools.partial(tasks.note_process, journal))
    gate.open()
    helper.wait_until(journal.entries)
    assert journal.entries() == [str(os.getpid())], "the callback ran in another process"


@verifies("CBK-10")
def test_a_callback_added_after_completion_runs_in_this_process(executor, journal, helper):
    future = executor.submit(tasks.return_none)
    future.result()
    future.add_done_callback(functools.partial(tasks.note_process, journal))
    helper.wait_until(journal.entries)
    assert journal.entries() == [str(os.getpid())], "the callback ran in another process"


def add_one_more(calls):
    """Return a callback that adds another to its future."""
    return lambda future: (calls("outer"), future.add_done_callback(lambda _: calls("inner")))


@verifies("CBK-11", kinds=WITH_GATES)
def test_a_callback_that_a_callback_adds_is_called_once(executor, gate, calls):
    future = executor.submit(tasks.pass_gate, gate)
    future.add_done_callback(add_one_more(calls))
    future.add_done_callback(add_one_more(calls))
    gate.open()
    calls.wait(4)
    executor.submit(tasks.return_none).result()
    called = sorted(args[0] for args, _ in calls.made())
    assert called == ["inner", "inner", "outer", "outer"]


@verifies("CBK-11")
def test_a_callback_that_a_callback_adds_after_completion_is_called_once(executor, calls):
    future = executor.submit(tasks.return_none)
    future.result()
    future.add_done_callback(add_one_more(calls))
    assert sorted(args[0] for args, _ in calls.wait(2)) == ["inner", "outer"]
