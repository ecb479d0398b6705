"""The chapter on `result` and `exception`: what outcomes there are, and that they stay."""

import traceback
from concurrent.futures import CancelledError

import pytest

from executor_conformance import tasks
from executor_conformance.suite import verifies

IN_PROCESS = ("inline", "thread", "green")


@verifies("RES-03")
def test_result_raises_what_the_callable_raised(executor):
    for error in (ValueError("on purpose", 1), KeyError("key"), OSError(2, "no such file")):
        with pytest.raises(type(error)) as raised:
            executor.submit(tasks.fail_with, error).result()
        assert type(raised.value) is type(error)
        assert raised.value.args == error.args


@verifies("RES-03", kinds=IN_PROCESS)
def test_result_raises_the_very_object_that_the_callable_raised(executor):
    error = ValueError("on purpose")
    with pytest.raises(ValueError, match="on purpose") as raised:
        executor.submit(tasks.fail_with, error).result()
    assert raised.value is error


@verifies("RES-04")
def test_exception_returns_what_the_callable_raised(executor):
    error = executor.submit(tasks.fail_with, ValueError("on purpose", 1)).exception()
    assert type(error) is ValueError
    assert error.args == ("on purpose", 1)


@verifies("RES-04", kinds=IN_PROCESS)
def test_exception_returns_the_very_object_that_the_callable_raised(executor):
    error = ValueError("on purpose")
    assert executor.submit(tasks.fail_with, error).exception() is error


@verifies("RES-04")
def test_exception_returns_none_if_the_callable_returned(executor):
    assert executor.submit(tasks.return_value, "value").exception() is None


@verifies("RES-10")
def test_a_value_is_given_each_time(executor):
    future = executor.submit(tasks.return_value, ["value"])
    first = future.result()
    assert first == ["value"]
    for _ in range(4):
        assert future.exception() is None
        assert future.result() is first, "another object came the next time"


@verifies("RES-10")
def test_an_exception_is_given_each_time(executor):
    future = executor.submit(tasks.fail_with, ValueError("on purpose"))
    first = future.exception()
    assert repr(first) == "ValueError('on purpose')"
    for _ in range(4):
        with pytest.raises(ValueError, match="on purpose") as raised:
            future.result()
        assert raised.value is first, "result() raised another object"
        assert future.exception() is first, "exception() returned another object the next time"


@verifies("RES-17")
def test_what_becomes_of_the_traceback(executor, observe):
    future = executor.submit(tasks.fail_with, ValueError("on purpose"))
    lengths = []
    for _ in range(3):
        with pytest.raises(ValueError, match="on purpose") as raised:
            future.result()
        lengths.append(len(traceback.extract_tb(raised.value.__traceback__)))
    grows = lengths[-1] > lengths[0]
    observe("the traceback grows" if grows else "the traceback stays as it is")


@verifies("RES-11")
def test_an_exception_that_is_returned_is_a_value(executor):
    for error in (ValueError("returned"), CancelledError("returned"), StopIteration("returned")):
        future = executor.submit(tasks.return_value, error)
        assert repr(future.result()) == repr(error)
        assert future.exception() is None


@verifies("RES-12")
def test_every_exception_is_captured(executor):
    for error in (SystemExit(3), KeyboardInterrupt("on purpose"), GeneratorExit("on purpose")):
        # More than there are workers: one that ended with its call would be missed.
        futures = [executor.submit(tasks.fail_with, error) for _ in range(3)]
        assert [repr(future.exception()) for future in futures] == [repr(error)] * 3
        assert executor.submit(tasks.return_value, "usable").result() == "usable"


@verifies("RES-13")
def test_an_error_of_the_call_is_not_one_of_waiting(executor):
    for error in (CancelledError("on purpose"), TimeoutError("on purpose")):
        future = executor.submit(tasks.fail_with, error)
        assert repr(future.exception()) == repr(error)
        assert future.done(), f"a future whose call raised {error!r} is not done"
        assert not future.cancelled(), f"a future whose call raised {error!r} is cancelled"
        with pytest.raises(type(error), match="on purpose"):
            future.result()


@verifies("RES-14")
def test_a_false_exception_is_raised(executor):
    for error in (tasks.FalseError("on purpose"), tasks.EmptyError("on purpose")):
        future = executor.submit(tasks.fail_with, error)
        with pytest.raises(type(error), match="on purpose"):
            future.result()
        assert type(future.exception()) is type(error)


@verifies("RES-15", kinds=IN_PROCESS)
def test_the_traceback_ends_where_the_call_raised(executor):
    future = executor.submit(tasks.fail_below, ValueError("on purpose"))
    with pytest.raises(ValueError, match="on purpose") as raised:
        future.result()
    frames = traceback.extract_tb(raised.value.__traceback__)
    assert [frame.name for frame in frames][-2:] == ["fail_below", "fail_with"]
    assert frames[-1].line == "raise error"
