"""The chapter on the interface as a whole."""

import concurrent.futures

import pytest

from executor_conformance import tasks
from executor_conformance.suite import verifies
from executor_conformance.suite.signatures import by_position, parameters_of

DOCUMENTED = (
    *("Executor", "Future", "ThreadPoolExecutor", "ProcessPoolExecutor", "wait", "as_completed"),
    *("FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"),
    *("CancelledError", "TimeoutError", "InvalidStateError", "BrokenExecutor"),
)


def assert_default(method, name, default):
    """Look at the default of a parameter that a method names in its signature."""
    for parameter in parameters_of(method):
        if parameter.name == name:
            assert parameter.default == default, (
                f"the default of {name} is {parameter.default}, not {default}"
            )


def assert_optional_keywords(method, positional):
    """Look for parameters, beyond the positional ones, that are not keywords with a default."""
    for parameter in parameters_of(method)[positional:]:
        assert not by_position(parameter), (
            f"{method.__name__} takes {parameter.name} by position too"
        )
        if parameter.kind is parameter.KEYWORD_ONLY:
            assert parameter.default is not parameter.empty, (
                f"{method.__name__} cannot be called without {parameter.name}"
            )


@verifies("API-03")
def test_submit_takes_a_callable_and_any_arguments(executor):
    assert_optional_keywords(executor.submit, 1)
    assert executor.submit(tasks.return_call, 1, word=2).result() == ((1,), {"word": 2})


@verifies("API-03")
def test_map_takes_a_callable_iterables_and_keywords(executor):
    assert_optional_keywords(executor.map, 1)
    assert_default(executor.map, "timeout", None)
    assert_default(executor.map, "chunksize", 1)
    results = executor.map(tasks.return_call, [1], [2], timeout=None, chunksize=1)
    assert list(results) == [((1, 2), {})]


@verifies("API-03")
def test_shutdown_takes_wait_by_position_and_the_rest_by_keyword(make_executor):
    executor = make_executor()
    assert_optional_keywords(executor.shutdown, 1)
    assert_default(executor.shutdown, "wait", True)
    assert_default(executor.shutdown, "cancel_futures", False)
    executor.shutdown(True)


@verifies("API-02")
def test_documented_names_are_there():
    missing = [name for name in DOCUMENTED if not hasattr(concurrent.futures, name)]
    assert not missing, f"concurrent.futures has no {', '.join(missing)}"


@verifies("API-02")
def test_other_names_are_not_there():
    with pytest.raises(AttributeError):
        concurrent.futures.no_such_name  # noqa: B018 (asking is what is tried)


@verifies("API-01")
def test_one_program_gives_the_same_values_with_every_executor(make_executor):
    with make_executor() as executor:
        futures = [executor.submit(tasks.return_call, i, word=str(i)) for i in range(5)]
        mapped = list(executor.map(tasks.answer, range(5), "abc"))
        answers = [future.result() for future in futures]
    assert answers == [((i,), {"word": str(i)}) for i in range(5)]
    assert mapped == [(0, "a"), (1, "b"), (2, "c")]
    assert [future.exception() for future in futures] == [None] * 5
    states = {(future.done(), future.running(), future.cancelled()) for future in futures}
    assert states == {(True, False, False)}


@verifies("API-01")
def test_one_program_gives_the_same_errors_with_every_executor(make_executor):
    with make_executor() as executor:
        future = executor.submit(tasks.answer, "fails", 1)
        error = future.exception()
        with pytest.raises(ValueError, match="fails"):
            future.result()
        results = executor.map(tasks.answer, [1, "fails"])
        assert next(results) == (1,)
        with pytest.raises(ValueError, match="fails"):
            next(results)
    assert repr(error) == "ValueError('fails', 1)"
