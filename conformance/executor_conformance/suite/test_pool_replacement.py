"""The chapter on the size of pools: workers that are replaced after a number of calls."""

import multiprocessing

import pytest

from executor_conformance import tasks
from executor_conformance.suite import verifies
from executor_conformance.suite.contexts import quickly


@verifies("POO-10")
def test_a_worker_is_replaced_after_so_many_calls(make_executor, profile):
    executor = make_executor(max_workers=1, max_tasks_per_child=2, **quickly(profile))
    first, second, third = (executor.submit(tasks.process_id).result() for _ in range(3))
    assert first == second, "a worker was replaced after one call, with max_tasks_per_child=2"
    assert second != third, "a worker made three calls, with max_tasks_per_child=2"


@verifies("POO-11")
def test_a_number_of_calls_that_is_no_integer_is_refused(adapter):
    with pytest.raises(TypeError):
        adapter.create(max_tasks_per_child=1.5)


@verifies("POO-11")
def test_a_number_of_calls_below_one_is_refused(adapter):
    for number in (0, -1):
        with pytest.raises(ValueError):  # noqa: PT011 (the text is not promised)
            adapter.create(max_tasks_per_child=number)


@verifies("POO-15")
def test_a_number_of_calls_is_refused_where_workers_are_forked(adapter):
    if "fork" not in multiprocessing.get_all_start_methods():
        pytest.skip("this platform cannot fork")
    forking = multiprocessing.get_context("fork")
    with pytest.raises(ValueError):  # noqa: PT011 (the text is not promised)
        adapter.create(mp_context=forking, max_tasks_per_child=3)


@verifies("POO-12")
def test_a_backlog_is_made_by_replacements(make_executor, profile):
    executor = make_executor(max_workers=1, max_tasks_per_child=2, **quickly(profile))
    futures = [executor.submit(tasks.return_value, i) for i in range(5)]
    assert [future.result() for future in futures] == list(range(5))
