"""The chapter on processes: what crosses over."""

import traceback

from executor_conformance import tasks
from executor_conformance.suite import verifies


@verifies("PRC-04")
def test_a_call_that_changes_an_argument_leaves_the_callers_object_alone(executor):
    items = ["given"]
    assert executor.submit(tasks.append, items, "added").result() == ["given", "added"]
    assert items == ["given"], "the call changed the caller's list"


@verifies("PRC-05", counted=True)
def test_arguments_are_those_of_the_time_of_submit(make_executor, gate, beyond_prefetch):
    executor = make_executor(max_workers=1)
    executor.submit(tasks.pass_gate, gate)
    items = []
    calls = [executor.submit(tasks.return_value, items) for _ in range(beyond_prefetch)]
    items.append("later")
    gate.open()
    received = [call.result() for call in calls]
    assert received == [[]] * len(calls), "calls received what the caller did after submit"


@verifies("PRC-15")
def test_large_data_crosses_in_both_directions_at_once(executor):
    pieces = [bytes([i]) * 600_000 + b"end" for i in range(4)]
    calls = [executor.submit(tasks.reverse, piece) for piece in pieces]
    for call, piece in zip(calls, pieces, strict=True):
        # Not in one assertion, which would print all of it.
        same = call.result() == piece[::-1]
        assert same, "large data has changed on its way"


@verifies("PRC-08")
def test_an_exception_arrives_with_its_type_arguments_and_attributes(executor):
    error = executor.submit(tasks.fail_in_detail, "text", 5).exception()
    assert type(error) is tasks.DetailedError, f"it arrived as {error!r}"
    assert error.args == ("text", 5)
    assert error.detail == {"where": "in the call"}
    assert getattr(error, "__notes__", []) == ["a note"], "its note was lost"


@verifies("PRC-08")
def test_a_group_of_exceptions_arrives_with_its_members(executor):
    error = executor.submit(tasks.fail_with_a_group).exception()
    assert isinstance(error, ExceptionGroup), f"it arrived as {error!r}"
    assert error.message == "several"
    assert [repr(member) for member in error.exceptions] == ["ValueError(1)", "KeyError('key')"]


@verifies("PRC-08")
def test_an_exception_with_a_long_chain_of_causes_arrives(executor):
    error = executor.submit(tasks.fail_after, 300).exception()
    assert repr(error) == "ValueError(299)"


@verifies("PRC-09")
def test_the_traceback_names_the_function_that_raised(executor):
    error = executor.submit(tasks.fail_in_detail).exception()
    text = "".join(traceback.format_exception(error))
    assert "fail_in_detail" in text, f"the traceback does not say where it was raised:\n{text}"


def refusal(executor, fn, *args):
    """Return what `submit` raises or the call fails with."""
    try:
        return executor.submit(fn, *args).exception()
    except Exception as error:
        return error


@verifies("PRC-12")
def test_executors_and_futures_are_not_handed_over(executor):
    future = executor.submit(tasks.return_none)
    future.result()
    taken = [
        name
        for name, call in {
            "a method of the executor": (executor.submit, tasks.return_none),
            "the executor": (tasks.return_value, executor),
            "a future": (tasks.return_value, future),
        }.items()
        if refusal(executor, *call) is None
    ]
    assert taken == [], "these were handed over to a worker"
    assert executor.submit(tasks.return_value, "still usable").result() == "still usable"
