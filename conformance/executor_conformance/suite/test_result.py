"""The chapter on `result` and `exception`."""

import concurrent.futures
import time

import pytest

from executor_conformance import tasks
from executor_conformance.suite import CLOCK_SLACK, verifies

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
    error = future.exception()
    assert not closed(), f"exception() returned {error!r} while the call was running"
    assert repr(error) == "ValueError('on purpose')"


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
