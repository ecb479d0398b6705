"""The chapter on `shutdown`."""

import inspect

import pytest

from executor_conformance import tasks
from executor_conformance.suite import WITH_GATES, verifies
from executor_conformance.suite.signatures import assert_own_name


@verifies("SHD-19")
def test_there_is_a_shutdown_that_takes_wait(executor, adapter):
    assert_own_name(adapter, "shutdown")
    shutdown = getattr(executor, "shutdown", None)
    assert callable(shutdown), "there is no method shutdown"
    # It is called by the next clause: here it must not matter whether it returns.
    inspect.signature(shutdown).bind()
    inspect.signature(shutdown).bind(wait=True)


@verifies("SHD-20")
def test_shutdown_returns_once_the_calls_have_ended(make_executor):
    executor = make_executor()
    for i in range(5):
        assert executor.submit(tasks.return_value, i).result() == i
    executor.shutdown(wait=True)


@verifies("SHD-20")
def test_shutdown_of_an_unused_executor_returns(make_executor):
    make_executor().shutdown(wait=True)


@verifies("SHD-21")
def test_shutdown_takes_cancel_futures(executor):
    inspect.signature(executor.shutdown).bind(wait=True, cancel_futures=True)


@verifies("SHD-01")
def test_submit_raises_after_shutdown(make_executor):
    executor = make_executor()
    executor.submit(tasks.return_none)
    executor.shutdown()
    with pytest.raises(RuntimeError):
        executor.submit(tasks.return_none)


@verifies("SHD-01")
def test_submit_raises_after_shutdown_of_an_unused_executor(make_executor):
    executor = make_executor()
    executor.shutdown(wait=True)
    with pytest.raises(RuntimeError):
        executor.submit(tasks.return_none)


@verifies("SHD-01")
def test_submit_raises_after_shutdown_without_wait(make_executor):
    executor = make_executor()
    executor.submit(tasks.return_none)
    executor.shutdown(wait=False)
    with pytest.raises(RuntimeError):
        executor.submit(tasks.return_none)


@verifies("SHD-02")
def test_shutdown_does_not_return_while_a_call_runs(make_executor, gate, helper):
    executor = make_executor()
    future = executor.submit(tasks.start_then_pass_gate, gate, "call")
    gate.journal.wait_for("call started")
    closed = helper.open_after_a_look(gate)
    executor.shutdown(wait=True)
    assert not closed(), "shutdown(wait=True) returned while a call was running"
    assert future.done(), "shutdown(wait=True) returned before the call had ended"


@verifies("SHD-02", queued=10, relies_on=("waiting_spared",))
def test_shutdown_does_not_return_while_calls_wait(make_executor, gate, helper):
    executor = make_executor(max_workers=1)
    futures = [executor.submit(tasks.pass_gate_then_return, gate, i) for i in range(10)]
    closed = helper.open_after_a_look(gate)
    executor.shutdown(wait=True)
    assert not closed(), "shutdown(wait=True) returned while calls were waiting"
    unfinished = [i for i, future in enumerate(futures) if not future.done()]
    assert not unfinished, "shutdown(wait=True) returned before these calls had ended"


@verifies("SHD-02", relies_on=("waiting_spared",))
def test_shutdown_waits_for_calls_that_were_waiting_when_it_was_called(
    make_executor, gates, journal, helper
):
    first, second = gates(2)
    executor = make_executor(max_workers=1)
    futures = [
        executor.submit(tasks.start_then_pass_gate, first, "first"),
        executor.submit(tasks.pass_gate, second),
    ]
    journal.wait_for("first started")
    closed = helper.open_after_a_look(first, second)
    executor.shutdown(wait=True)
    assert not closed(), "shutdown(wait=True) waited for the running call only"
    assert all(future.done() for future in futures)


@verifies("SHD-02")
def test_shutdown_waits_for_calls_that_were_submitted_a_moment_ago(make_executor):
    executor = make_executor(max_workers=1)
    futures = [executor.submit(tasks.return_value, i) for i in range(100)]
    executor.shutdown(wait=True)
    unfinished = [i for i, future in enumerate(futures) if not future.done()]
    assert not unfinished, "shutdown(wait=True) returned before these calls had ended"


@verifies("SHD-03")
def test_the_workers_have_ended_when_shutdown_returns(make_executor, census):
    executor = make_executor()
    workers = census(executor)
    executor.shutdown(wait=True)
    assert workers.left() == [], "shutdown(wait=True) returned before these workers had ended"


@verifies("SHD-15", kinds=WITH_GATES, relies_on=("waiting_spared",))
def test_callbacks_have_run_when_shutdown_returns(make_executor, gates, calls, helper):
    end_of_call, end_of_callback = gates(2)

    def call_back(future):
        end_of_callback.wait()
        calls(future.result())

    executor = make_executor()
    future = executor.submit(tasks.pass_gate_then_return, end_of_call, "value")
    future.add_done_callback(call_back)
    end_of_call.open()
    helper.open_after_a_look(end_of_callback)
    executor.shutdown(wait=True)
    assert calls.made() == [(("value",), {})], "shutdown(wait=True) returned before the callback"


@verifies("SHD-15", relies_on=("cancel",))
def test_callbacks_of_cancelled_calls_have_run_when_shutdown_returns(
    make_executor, profile, beyond_prefetch
):
    if not profile.has("cancel_futures"):
        pytest.skip("needs the capability cancel_futures")
    executor = make_executor(max_workers=1)
    futures = [executor.submit(tasks.return_none) for _ in range(beyond_prefetch)]
    added = [future for future in futures if not future.done()]
    called = set()
    for number, future in enumerate(added):
        # Which future a callback gets is another clause's.
        future.add_done_callback(lambda _, number=number: called.add(number))
    executor.shutdown(wait=True, cancel_futures=True)
    assert called == set(range(len(added))), "shutdown(wait=True) returned before the callbacks"


@verifies("SHD-04")
def test_shutdown_without_wait_returns_while_a_call_runs(make_executor, gate):
    executor = make_executor()
    executor.submit(tasks.start_then_pass_gate, gate, "call")
    gate.journal.wait_for("call started")
    executor.shutdown(wait=False)
    gate.open()


@verifies("SHD-04", queued=10)
def test_shutdown_without_wait_returns_while_calls_wait(make_executor, gate):
    executor = make_executor(max_workers=1)
    for _ in range(10):
        executor.submit(tasks.pass_gate, gate)
    executor.shutdown(wait=False)
    gate.open()


@verifies("SHD-04")
def test_shutdown_takes_wait_by_position(make_executor, gate):
    executor = make_executor()
    executor.submit(tasks.pass_gate, gate)
    executor.shutdown(False)
    gate.open()


@verifies("SHD-05", queued=10, relies_on=("waiting_spared",))
def test_calls_run_to_their_end_after_shutdown_without_wait(make_executor, gate):
    executor = make_executor(max_workers=1)
    futures = [executor.submit(tasks.pass_gate_then_return, gate, i) for i in range(10)]
    executor.shutdown(wait=False)
    gate.open()
    assert [future.result() for future in futures] == list(range(10))


@verifies("SHD-05")
def test_a_running_call_is_not_disturbed_by_shutdown_without_wait(make_executor, gate):
    executor = make_executor()
    future = executor.submit(tasks.start_then_pass_gate, gate, "call")
    gate.journal.wait_for("call started")
    executor.shutdown(wait=False)
    gate.open()
    assert future.result() == "call"
    assert gate.journal.entries() == ["call started", "call ended"]


@verifies("SHD-05", relies_on=("waiting_spared",))
def test_calls_that_fail_do_so_after_shutdown_without_wait(make_executor, gate):
    executor = make_executor(max_workers=1)
    error = ValueError("on purpose")
    futures = [executor.submit(tasks.pass_gate_then_fail, gate, error) for _ in range(3)]
    futures.append(executor.submit(tasks.pass_gate_then_return, gate, "value"))
    executor.shutdown(wait=False)
    gate.open()
    assert [repr(future.exception()) for future in futures] == [*[repr(error)] * 3, "None"]


@verifies("SHD-06", relies_on=("waiting_spared",))
def test_the_workers_end_by_themselves_after_the_last_call(make_executor, gate, census, helper):
    executor = make_executor()
    workers = census(executor)
    future = executor.submit(tasks.pass_gate_then_return, gate, "last")
    executor.shutdown(wait=False)
    gate.open()
    assert future.result() == "last"
    helper.wait_until(lambda: workers.left() == [])


@verifies("SHD-06")
def test_idle_workers_end_after_shutdown_without_wait(make_executor, census, helper):
    executor = make_executor()
    workers = census(executor)
    executor.shutdown(wait=False)
    helper.wait_until(lambda: workers.left() == [])


@verifies("SHD-14", relies_on=("waiting_spared",))
def test_results_and_states_are_there_after_shutdown(make_executor):
    executor = make_executor()
    futures = [executor.submit(tasks.return_value, i) for i in range(20)]
    executor.shutdown(wait=True)
    assert [future.result() for future in futures] == list(range(20))
    assert [future.exception() for future in futures] == [None] * 20
    assert all(future.done() and not future.cancelled() for future in futures)


@verifies("SHD-14", relies_on=("waiting_spared",))
def test_exceptions_are_there_after_shutdown(make_executor):
    executor = make_executor()
    future = executor.submit(tasks.fail_with, ValueError("on purpose"))
    executor.shutdown(wait=True)
    assert repr(future.exception()) == "ValueError('on purpose')"
    with pytest.raises(ValueError, match="on purpose"):
        future.result()


@verifies("SHD-18", kinds=WITH_GATES, queued=21, relies_on=("waiting_spared",))
def test_shutdown_with_wait_leaves_the_outcomes_as_they_are(make_executor, gate, helper):
    executor = make_executor(max_workers=1)
    futures = [executor.submit(tasks.pass_gate_then_return, gate, i) for i in range(20)]
    failing = executor.submit(tasks.pass_gate_then_fail, gate, ValueError("on purpose"))
    helper.open_after_a_look(gate)
    executor.shutdown(wait=True)
    assert not [i for i, future in enumerate(futures) if future.cancelled()]
    assert [future.result() for future in futures] == list(range(20))
    assert repr(failing.exception()) == "ValueError('on purpose')"


@verifies("SHD-18", relies_on=("waiting_spared",))
def test_shutdown_leaves_the_outcomes_as_they_are(make_executor):
    executor = make_executor(max_workers=1)
    futures = [executor.submit(tasks.return_value, i) for i in range(20)]
    executor.shutdown()
    assert not [i for i, future in enumerate(futures) if future.cancelled()]
    assert [future.result() for future in futures] == list(range(20))
