"""The chapter on `result` and `exception`."""

import concurrent.futures
import time

import pytest

from executor_conformance import tasks
from executor_conformance.model.step import ask
from executor_conformance.suite import CLOCK_SLACK, WITH_GATES, verifies

IN_PROCESS = ("inline", "thread", "green")


@verifies("RES-01")
def test_result_returns_what_the_callable_returned(executor):
    for value in ("text", 0, "", None, [], (1, [2, {"three": 3}])):
        assert executor.submit(tasks.return_value, value).result() == value


@verifies("RES-01", kinds=IN_PROCESS)
def test_result_returns_the_very_object_that_the_callable_returned(executor):
    for value in (object(), [], {"a": 1}):
        assert executor.submit(tasks.return_value, value).result() is value


@verifies("RES-02")
def test_result_does_not_return_before_the_call_has_ended(executor, gate, helper):
    future = executor.submit(tasks.pass_gate_then_return, gate, "value")
    closed = helper.open_after_a_look(gate)
    value = future.result()
    assert not closed(), f"result() returned {value!r} while the call was running"
    assert value == "value"


@verifies("RES-02")
def test_exception_does_not_return_before_the_call_has_ended(executor, gate, helper):
    future = executor.submit(tasks.pass_gate_then_fail, gate, ValueError("on purpose"))
    closed = helper.open_after_a_look(gate)
    answer = ask(future.exception)
    assert not closed(), f"exception() {answer} while the call was running"


@verifies("RES-06")
def test_result_and_exception_raise_no_earlier_than_the_timeout(executor, gate, scaled):
    timeout = scaled(0.02)
    future = executor.submit(tasks.pass_gate, gate)
    for wait in (future.result, future.exception):
        before = time.monotonic()
        with pytest.raises(concurrent.futures.TimeoutError):
            wait(timeout=timeout)
        waited = time.monotonic() - before
        assert waited >= timeout - CLOCK_SLACK, f"raised after {waited:.6f} s of {timeout} s"


@verifies("RES-07", kinds=WITH_GATES)
def test_without_time_result_and_exception_raise_at_once(executor, gate):
    running = executor.submit(tasks.start_then_pass_gate, gate, "call")
    gate.journal.wait_for("call started")
    other = executor.submit(tasks.pass_gate, gate)
    for timeout in (0, 0.0, -1):
        for wait in (running.result, running.exception, other.result, other.exception):
            with pytest.raises(concurrent.futures.TimeoutError):
                wait(timeout=timeout)


@verifies("RES-08", kinds=WITH_GATES, counted=True)
def test_a_timeout_leaves_the_call_alone(queue_up, gate, scaled):
    queued = queue_up()
    for timeout in (0, scaled(0.01)):
        for future in (queued[0], queued[-1]):
            with pytest.raises(concurrent.futures.TimeoutError):
                future.result(timeout=timeout)
            assert not future.done(), f"the future was done after result(timeout={timeout})"
    gate.open()
    assert [future.result() for future in queued] == list(range(len(queued)))


@verifies("RES-09")
def test_an_outcome_that_is_there_is_given_whatever_the_timeout(executor):
    succeeded = executor.submit(tasks.return_value, "value")
    failed = executor.submit(tasks.fail_with, ValueError("on purpose"))
    succeeded.result()
    failed.exception()
    for timeout in (0, -1, 1e-9, 5, None):
        assert succeeded.result(timeout=timeout) == "value"
        assert succeeded.exception(timeout=timeout) is None
        assert repr(failed.exception(timeout=timeout)) == "ValueError('on purpose')"
        with pytest.raises(ValueError, match="on purpose"):
            failed.result(timeout=timeout)


@verifies("RES-09", kinds=WITH_GATES, counted=True, relies_on=("cancel",))
def test_a_cancellation_is_told_whatever_the_timeout(queue_up):
    future = queue_up()[-1]
    assert future.cancel()
    for timeout in (0, -1, 1e-9, 5, None):
        for read in (future.result, future.exception):
            with pytest.raises(concurrent.futures.CancelledError):
                read(timeout=timeout)


@verifies("RES-05", kinds=WITH_GATES, counted=True, relies_on=("cancel",))
def test_a_cancelled_call_has_no_outcome(queue_up):
    future = queue_up()[-1]
    assert future.cancel()
    for read in (future.result, future.exception):
        with pytest.raises(concurrent.futures.CancelledError):
            read()


@verifies(
    "RES-05",
    kinds=("thread", "interpreter", "process", "distributed"),
    counted=True,
    relies_on=("other_threads", "cancel"),
)
def test_a_cancellation_wakes_those_who_wait_for_the_outcome(queue_up, helper):
    queued = queue_up()
    for read, cancel in (
        (queued[-1].result, queued[-1].cancel),
        (queued[-2].exception, queued[-2].cancel),
    ):
        helper.act_once_blocked(cancel)
        with pytest.raises(concurrent.futures.CancelledError):
            read()


ROUNDS = 200
"""So many waits that one interval of a clock for each takes longer than any test may."""


@verifies("RES-16", kinds=WITH_GATES)
def test_those_who_wait_are_released_by_the_end_of_the_call(executor):
    for i in range(ROUNDS):
        assert executor.submit(tasks.return_value, i).result() == i


@verifies("RES-18", kinds=WITH_GATES)
def test_an_infinite_timeout(executor, gate, helper, observe):
    future = executor.submit(tasks.pass_gate, gate)
    helper.act_once_blocked(gate.open)
    try:
        future.result(timeout=float("inf"))
    except Exception as error:
        observe(f"raises {type(error).__name__}")
    else:
        observe("waits without limit")
