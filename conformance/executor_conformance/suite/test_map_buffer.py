"""The chapter on `map`: buffers."""

import gc

import pytest

from executor_conformance import tasks
from executor_conformance.suite import verifies


@verifies("MAP-16")
def test_map_takes_no_more_inputs_than_its_buffer_holds(executor):
    taken = 0

    def inputs():
        nonlocal taken
        for i in range(20):
            taken += 1
            yield i

    results = executor.map(tasks.return_value, inputs(), buffersize=3)
    assert taken <= 3, f"{taken} inputs were taken before the first result was asked for"
    for asked in range(1, 16):
        assert next(results) == asked - 1
        assert taken <= 3 + asked, f"{taken} inputs were taken for {asked} results"
    assert list(results) == list(range(15, 20))


@verifies("MAP-17")
def test_a_buffer_holds_a_whole_number_of_calls(executor):
    for buffersize in (1.0, "x"):
        with pytest.raises(TypeError):
            executor.map(tasks.return_value, [1], buffersize=buffersize)


@verifies("MAP-17")
def test_a_buffer_holds_at_least_one_call(executor):
    for buffersize in (0, -1):
        with pytest.raises(ValueError):  # noqa: PT011 (the text is not promised)
            executor.map(tasks.return_value, [1], buffersize=buffersize)


def read(results, error):
    """Go on until the end of an iterator; return what it yields, and how often it raises."""
    yielded, raised = [], 0
    while raised < 10:
        try:
            yielded.append(next(results))
        except StopIteration:
            break
        except error:
            raised += 1
    return yielded, raised


def shut_down_half_way(executor):
    """Shut an executor down after the first of six results, and return the iterator."""
    results = executor.map(tasks.return_value, range(6), buffersize=2)
    assert next(results) == 0
    executor.shutdown(wait=False)
    return results


@verifies("MAP-24", relies_on=("waiting_spared",))
def test_the_iterator_raises_when_its_executor_has_been_shut_down(make_executor):
    yielded, raised = read(shut_down_half_way(make_executor()), RuntimeError)
    assert yielded == list(range(1, 1 + len(yielded)))
    assert raised, f"the iteration ended after {yielded}, and without an error"


@verifies("MAP-24", relies_on=("waiting_spared",))
def test_the_iterator_raises_when_its_executor_was_shut_down_before_the_first_result(
    make_executor,
):
    with make_executor() as executor:
        results = executor.map(tasks.return_value, range(6), buffersize=2)
    yielded, raised = read(results, RuntimeError)
    assert yielded == list(range(len(yielded)))
    assert raised, f"the iteration ended after {yielded}, and without an error"


@verifies("MAP-20")
def test_results_come_before_the_refusal_of_a_further_call(make_executor):
    yielded, raised = read(shut_down_half_way(make_executor()), RuntimeError)
    assert yielded == [1, 2], f"results were lost: after the first, it yielded {yielded}"
    assert raised == 1


@verifies("MAP-20")
def test_results_come_before_the_error_of_an_input(executor):
    def inputs():
        yield from range(3)
        raise LookupError("on purpose")

    results = executor.map(tasks.return_value, inputs(), buffersize=2)
    yielded, raised = read(results, LookupError)
    assert yielded == [0, 1, 2], f"results were lost: it yielded {yielded}"
    assert raised == 1


@verifies("MAP-28")
def test_the_iterator_goes_on_though_nobody_refers_to_the_executor(adapter, rendezvous):
    results = adapter.create(max_workers=2).map(tasks.return_value, range(6), buffersize=2)
    gc.collect()
    try:
        yielded = list(results)
    except Exception:
        return
    assert yielded == list(range(6)), "the iteration ended early, and without an error"
