"""The chapter on interpreter pools."""

import threading

from executor_conformance import tasks
from executor_conformance.suite import verifies


@verifies("INT-01")
def test_each_worker_has_an_interpreter_of_its_own(executor, latch):
    together = latch(2)
    calls = [executor.submit(tasks.meet_and_tell_interpreter, together) for _ in range(2)]
    first, second = (call.result() for call in calls)
    assert first != second, "two workers share an interpreter"
    assert tasks.interpreter() not in (first, second), "a worker runs in the program's interpreter"


@verifies("INT-02")
def test_a_global_changed_by_a_call_is_unchanged_elsewhere(make_executor, latch, monkeypatch):
    monkeypatch.setattr(tasks, "n", 1)
    executor = make_executor(max_workers=2)
    together = latch(2)
    calls = [executor.submit(tasks.meet_and_add_to_n, together, i) for i in (10, 100)]
    assert [call.result() for call in calls] == [11, 101], "workers changed each other's global"
    assert tasks.n == 1, "the program's global was changed"


@verifies("INT-03", counted=True)
def test_a_worker_keeps_what_its_calls_changed(make_executor, gate):
    executor = make_executor(max_workers=1)
    executor.submit(tasks.pass_gate, gate)
    calls = [executor.submit(tasks.add_to_n, 1) for _ in range(6)]
    gate.open()
    seen = [call.result() for call in calls]
    assert seen == [2, 3, 4, 5, 6, 7], "a later call did not find what the worker had changed"


def outcome(executor, fn, *args):
    """Return what `submit` raises or the call fails with."""
    try:
        return executor.submit(fn, *args).exception()
    except Exception as error:
        return error


@verifies("INT-04")
def test_what_cannot_cross_fails_its_own_call_only(executor):
    bound = []
    crossed = [
        name
        for name, call in {
            "a function with a closure": (lambda: bound,),
            "a lock as an argument": (tasks.return_value, threading.Lock()),
            "a lock as a result": (tasks.return_a_lock,),
            "an exception that cannot be rebuilt": (tasks.fail_beyond_repair,),
        }.items()
        if outcome(executor, *call) is None
    ]
    assert crossed == [], "these calls did not fail"
    values = [executor.submit(tasks.return_value, i) for i in range(4)]
    assert [value.result() for value in values] == [0, 1, 2, 3]


@verifies("INT-05")
def test_an_exception_has_its_traceback_as_its_cause(executor):
    cause = executor.submit(tasks.fail_with, ValueError("text", 5)).exception().__cause__
    assert type(cause).__name__ == "ExecutionFailed", f"the cause is {cause!r}"


@verifies("INT-06")
def test_a_failed_initializer_breaks_the_pool_by_name(make_executor):
    executor = make_executor(initializer=tasks.fail_to_start, initargs=("on purpose",))
    error = outcome(executor, tasks.return_none)
    names = [base.__name__ for base in type(error).__mro__]
    assert "BrokenInterpreterPool" in names, f"a broken pool gave {error!r}"
    assert "BrokenThreadPool" in names, f"{names[0]} is no BrokenThreadPool"


@verifies("INT-07", counted=True)
def test_a_function_that_only_assigns_to_a_global(make_executor, observe):
    executor = make_executor(max_workers=1)
    executor.submit(tasks.assign_to_n, 5)
    seen = executor.submit(tasks.read_n).result() == 5
    observe(f"later calls {'see' if seen else 'do not see'} the assignment")
