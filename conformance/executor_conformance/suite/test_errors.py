"""The chapter on errors: calls that raise, and errors of the executor's own."""

import concurrent.futures
from concurrent.futures import BrokenExecutor

import pytest

from executor_conformance import tasks
from executor_conformance.suite import WITH_GATES, verifies
from executor_conformance.suite.preparing import error_of

SOON = 0.01


@verifies("ERR-09")
def test_calls_succeed_beside_calls_that_raise(executor):
    for error in (ValueError("on purpose"), SystemExit(3), ValueError("again")):
        failing = executor.submit(tasks.fail_with, error)
        futures = [executor.submit(tasks.return_value, i) for i in range(4)]
        assert error_of(failing.result) is not None
        assert [future.result() for future in futures] == list(range(4))


@verifies("ERR-09", kinds=WITH_GATES, workers=2)
def test_a_running_call_goes_on_while_another_raises(executor, gate):
    running = executor.submit(tasks.start_then_pass_gate, gate, "running")
    gate.journal.wait_for("running started")
    error_of(executor.submit(tasks.fail_with, ValueError("on purpose")).result)
    gate.open()
    assert running.result() == "running"


@verifies("ERR-02")
def test_result_and_exception_raise_the_timeout_error(executor, gate, scaled):
    future = executor.submit(tasks.pass_gate, gate)
    for ask in (future.result, future.exception):
        with pytest.raises(concurrent.futures.TimeoutError) as caught:
            ask(timeout=scaled(SOON))
        assert isinstance(caught.value, TimeoutError)


@verifies("ERR-02")
def test_map_raises_the_timeout_error(executor, gate, scaled):
    with pytest.raises(concurrent.futures.TimeoutError):
        next(executor.map(tasks.pass_gate, [gate], timeout=scaled(SOON)))


@verifies("ERR-02")
def test_as_completed_raises_the_timeout_error(executor, gate, adapter, scaled):
    future = executor.submit(tasks.pass_gate, gate)
    with pytest.raises(concurrent.futures.TimeoutError):
        next(adapter.as_completed([future], timeout=scaled(SOON)))


FAILS_UNSEEN = """
executor = stage.make_executor()
executor.submit(tasks.fail_with, ValueError("nobody asks"))
executor.shutdown(wait=True)
"""


@verifies("ERR-13")
def test_an_exception_that_nobody_asks_for_is_not_shown(program):
    ended = program.start(FAILS_UNSEEN).wait()
    assert ended.status == 0, ended.stderr
    shown = [line for line in (ended.stdout + ended.stderr).splitlines() if "nobody asks" in line]
    assert shown == [], "the exception of the call was printed"


OWN_ERRORS = {
    "thread": "BrokenThreadPool",
    "interpreter": "BrokenInterpreterPool",
    "process": "BrokenProcessPool",
}


@verifies("ERR-01")
def test_a_broken_pool_has_an_error_of_its_own(make_executor, kind):
    error = ValueError("on purpose")
    executor = make_executor(max_workers=1, initializer=tasks.fail_with, initargs=(error,))
    # These pools start their workers when a call comes, so that it is accepted.
    broken = executor.submit(tasks.return_none).exception()
    assert type(broken).__name__ == OWN_ERRORS[kind]
    assert isinstance(broken, BrokenExecutor)
    assert isinstance(broken, RuntimeError)
