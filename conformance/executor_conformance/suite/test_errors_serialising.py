"""The chapter on errors: what cannot be serialised, or not be rebuilt."""

from concurrent.futures import BrokenExecutor

from executor_conformance import tasks, unsendable
from executor_conformance.suite import verifies
from executor_conformance.suite.leftovers import shut_down_and_find_pending

DEEP = 20_000
"""Lists within lists that are too many for some serialisers."""


def submit_and_get_error(executor, fn, *args):
    """Return the exception that `submit` or the future raises, or None if there is none."""
    try:
        return executor.submit(fn, *args).exception()
    except Exception as error:
        return error


def assert_usable(executor):
    values = [executor.submit(tasks.return_value, i).result() for i in range(3)]
    assert values == [0, 1, 2]


@verifies("ERR-10")
def test_a_callable_that_cannot_be_pickled_fails_alone(executor):
    before = executor.submit(tasks.return_value, "before")
    error = submit_and_get_error(executor, unsendable.NotPickled())
    assert isinstance(error, Exception), "no error told that the callable cannot be pickled"
    assert before.result() == "before"
    assert_usable(executor)


@verifies("ERR-10")
def test_an_argument_that_cannot_be_pickled_fails_alone(executor):
    futures = [executor.submit(tasks.return_value, i) for i in range(3)]
    error = submit_and_get_error(executor, tasks.return_call, 1, unsendable.NotPickled())
    assert isinstance(error, Exception), "no error told that the argument cannot be pickled"
    assert [future.result() for future in futures] == [0, 1, 2]
    assert_usable(executor)


@verifies("ERR-10")
def test_an_argument_that_is_nested_too_deep_does_no_harm(executor):
    submit_and_get_error(executor, len, unsendable.nested(DEEP))
    assert_usable(executor)


@verifies("ERR-18")
def test_what_becomes_of_a_local_function(executor, observe):
    def local():
        pass

    try:
        future = executor.submit(local)
    except Exception:
        observe("`submit` raises")
        return
    error = future.exception()
    if error is None:
        observe("it is sent")
        return
    known = ("AttributeError", "PicklingError", "TypeError", "NotShareableError")
    name = type(error).__name__
    observe(f"the future raises `{name}`" if name in known else "the future raises another error")


@verifies("ERR-11")
def test_a_value_that_cannot_be_pickled_fails_alone(executor):
    futures = [executor.submit(tasks.return_value, i) for i in range(3)]
    error = submit_and_get_error(executor, unsendable.return_not_pickled)
    assert isinstance(error, Exception), "no error told that the value cannot be pickled"
    assert [future.result() for future in futures] == [0, 1, 2]
    assert_usable(executor)


@verifies("ERR-11")
def test_an_exception_that_cannot_be_pickled_fails_alone(executor):
    error = submit_and_get_error(executor, unsendable.raise_not_pickled)
    assert isinstance(error, Exception), "no error told that the call has raised"
    assert_usable(executor)


@verifies("ERR-11")
def test_a_value_that_is_nested_too_deep_does_no_harm(executor):
    submit_and_get_error(executor, unsendable.nested, DEEP)
    assert_usable(executor)


def assert_nothing_is_left_pending(executor, helper, fn, *args):
    """Submit a call that is spoiled on its way, and others around it, and wait for them all."""
    futures = [executor.submit(tasks.return_none)]
    try:
        futures.append(executor.submit(fn, *args))
        futures.append(executor.submit(tasks.return_none))
    except Exception:
        return  # It was noticed even before.
    pending = shut_down_and_find_pending(executor, futures, helper)
    assert not pending, f"of 3 calls, these are pending for ever: {pending}"


@verifies("ERR-12")
def test_a_call_that_cannot_be_rebuilt_is_not_left_pending(make_executor, helper):
    executor = make_executor(max_workers=1)
    assert_nothing_is_left_pending(executor, helper, tasks.return_value, unsendable.NotRebuilt())


@verifies("ERR-12")
def test_a_value_that_cannot_be_rebuilt_is_not_left_pending(make_executor, helper):
    executor = make_executor(max_workers=1)
    assert_nothing_is_left_pending(executor, helper, unsendable.return_not_rebuilt)


@verifies("ERR-19")
def test_what_an_exception_that_cannot_be_rebuilt_breaks(make_executor, observe):
    executor = make_executor(max_workers=1)
    future = executor.submit(unsendable.raise_not_rebuilt)
    assert future.exception() is not None
    try:
        executor.submit(tasks.return_none).result()
    except BrokenExecutor:
        observe("the executor breaks")
    else:
        observe("only that call fails")
