"""The chapter on `map`: calls that fail."""

import pytest

from executor_conformance import tasks
from executor_conformance.suite import WITH_GATES, verifies


@verifies("MAP-04")
def test_an_error_comes_in_the_place_of_its_result(executor):
    results = executor.map(tasks.answer, [1, 2, "fails", 4])
    assert [next(results), next(results)] == [(1,), (2,)]
    with pytest.raises(ValueError, match="fails"):
        next(results)


def after_a_failure(executor, inputs):
    """Map over a call that fails and these inputs, and return the iterator behind the failure."""
    results = executor.map(tasks.answer, ["fails", *inputs])
    with pytest.raises(ValueError, match="fails"):
        next(results)
    return results


@verifies("MAP-05")
def test_after_an_error_the_iteration_ends_or_goes_on_in_order(executor):
    rest = list(after_a_failure(executor, range(20)))
    assert rest in ([], [(i,) for i in range(20)])


@verifies("MAP-05", kinds=WITH_GATES, counted=True)
def test_after_an_error_the_iteration_ends_or_goes_on_with_calls_that_waited(
    make_executor, gates, beyond_prefetch
):
    first, rest = gates(2)
    first.open()
    executor = make_executor(max_workers=1)
    results = executor.map(
        tasks.pass_gate_then_return_or_raise,
        [first, *[rest] * beyond_prefetch],
        [ValueError("on purpose"), *range(beyond_prefetch)],
    )
    with pytest.raises(ValueError, match="on purpose"):
        next(results)
    rest.open()
    assert list(results) in ([], list(range(beyond_prefetch)))


@verifies("MAP-26")
def test_after_an_error_the_iteration_ends_or_goes_on(executor, observe):
    rest = list(after_a_failure(executor, [1, 2]))
    assert rest in ([], [(1,), (2,)])
    observe("goes on" if rest else "ends")


@verifies("MAP-18")
def test_stop_iteration_of_a_call_does_not_look_like_the_end(executor):
    results = executor.map(tasks.return_or_raise, [1, StopIteration("on purpose"), 3])
    try:
        yielded = list(results)
    except Exception:
        return
    raise AssertionError(f"the iteration ended with {yielded}, and without an error")
