"""The chapter on `submit`."""

from executor_conformance import tasks
from executor_conformance.suite import verifies


@verifies("SUB-14")
def test_submit_takes_a_callable_and_returns_a_future(executor):
    future = executor.submit(tasks.return_none)
    assert callable(getattr(future, "result", None)), f"submit returned {future!r}, no future"


@verifies("SUB-02")
def test_submit_returns_while_its_call_waits_at_a_closed_gate(executor, gate):
    future = executor.submit(tasks.pass_gate_then_return, gate, "passed")
    gate.open()
    assert future.result() == "passed"


@verifies("SUB-03")
def test_the_call_gets_exactly_the_given_arguments(executor):
    future = executor.submit(tasks.return_call, 1, None, "two", (3,), key=4, timeout=5)
    assert future.result() == ((1, None, "two", (3,)), {"key": 4, "timeout": 5})


@verifies("SUB-03")
def test_a_call_without_arguments_gets_none(executor):
    assert executor.submit(tasks.return_call).result() == ((), {})
