"""The chapter on `submit`."""

import concurrent.futures

import pytest

from executor_conformance import tasks
from executor_conformance.suite import WITH_GATES, verifies
from executor_conformance.suite.signatures import assert_own_name, by_name, parameters_of

TEMPTING = (
    *("args", "block", "callback", "chunksize", "key", "kwargs"),
    *("priority", "resources", "retries", "timeout", "wait", "workers"),
)
"""Names that executors have kept for themselves."""


@verifies("SUB-14")
def test_submit_takes_a_callable_and_returns_a_future(executor, adapter):
    assert_own_name(adapter, "submit")
    future = executor.submit(tasks.return_none)
    assert callable(getattr(future, "result", None)), f"submit returned {future!r}, no future"


@verifies("SUB-02")
def test_submit_returns_while_its_call_waits_at_a_closed_gate(executor, gate):
    future = executor.submit(tasks.pass_gate_then_return, gate, "passed")
    gate.open()
    assert future.result() == "passed"


def admit_kept_keywords(adapter):
    """Skip what has passed but for the keywords that the adapter says `submit` keeps."""
    if kept := adapter.submit_keywords:
        pytest.skip(f"submit keeps these for itself, as its adapter says: {', '.join(kept)}")


@verifies("SUB-03")
def test_the_call_gets_exactly_the_given_arguments(executor, adapter):
    given = {
        name: value
        for name, value in {"key": 4, "timeout": 5, "colour": 6}.items()
        if name not in adapter.submit_keywords
    }
    future = executor.submit(tasks.return_call, 1, None, "two", (3,), **given)
    assert future.result() == ((1, None, "two", (3,)), given)
    admit_kept_keywords(adapter)


@verifies("SUB-03")
def test_a_call_without_arguments_gets_none(executor, adapter):
    assert executor.submit(tasks.return_call).result() == ((), {})
    admit_kept_keywords(adapter)


@verifies("SUB-03")
def test_submit_keeps_no_keyword_for_itself(executor, adapter):
    kept = adapter.submit_keywords
    own = [parameter.name for parameter in parameters_of(executor.submit)[1:] if by_name(parameter)]
    given = {name: 1 for name in [*TEMPTING, *own] if name not in kept}
    args, got = executor.submit(tasks.return_call, **given).result()
    assert args == ()
    assert got == given, f"these did not reach the call: {sorted(set(given) - set(got))}"
    admit_kept_keywords(adapter)


@verifies("SUB-04")
def test_a_keyword_named_fn_reaches_the_call(executor):
    assert executor.submit(tasks.return_call, 1, fn=2).result() == ((1,), {"fn": 2})


@verifies("SUB-04")
def test_a_keyword_named_self_reaches_the_call(executor):
    assert executor.submit(tasks.return_call, 1, self=2).result() == ((1,), {"self": 2})


@verifies("SUB-04")
def test_submit_does_not_take_the_callable_by_keyword(executor):
    with pytest.raises(TypeError):
        executor.submit(fn=tasks.return_none)


@verifies("SUB-07")
def test_each_call_is_made_once(make_executor, journal):
    executor = make_executor()
    calls = [f"call {i}" for i in range(40)]
    futures = [executor.submit(tasks.note, journal, call) for call in calls]
    assert [future.result() for future in futures] == calls
    executor.shutdown(wait=True)
    assert sorted(journal.entries()) == sorted(calls)


@verifies("SUB-07")
def test_none_of_more_than_a_thousand_calls_is_lost(executor):
    futures = [executor.submit(tasks.return_value, i) for i in range(1100)]
    assert [future.result() for future in futures] == list(range(1100))


@verifies("SUB-08")
def test_submit_returns_while_all_workers_are_busy(executor, adapter, gate):
    limit = adapter.queue_limit
    for _ in range(100 if limit is None else min(limit - 1, 100)):
        executor.submit(tasks.pass_gate, gate)
    gate.open()
    if limit is not None:
        pytest.skip(f"submit waits at {limit} unfinished calls, as its adapter says")


@verifies("SUB-10", relies_on=("other_threads",))
def test_a_call_can_submit_another(executor):
    outer = executor.submit(lambda: executor.submit(tasks.return_value, "inner"))
    assert outer.result().result() == "inner"


@verifies("SUB-01")
def test_wait_and_as_completed_take_futures_that_are_done(executor, adapter):
    futures = [executor.submit(tasks.return_value, i) for i in range(3)]
    for future in futures:
        future.result()
    done, not_done = adapter.wait(futures)
    assert (set(done), set(not_done)) == (set(futures), set())
    assert set(adapter.as_completed(futures)) == set(futures)


@verifies("SUB-01", kinds=WITH_GATES)
def test_wait_takes_futures_that_are_not_done(executor, adapter, gate, helper):
    futures = {executor.submit(tasks.pass_gate, gate) for _ in range(2)}
    helper.open_after_a_look(gate)
    done, not_done = adapter.wait(futures)
    assert (set(done), set(not_done)) == (futures, set())


@verifies("SUB-01", kinds=WITH_GATES)
def test_as_completed_takes_futures_that_are_not_done(executor, adapter, gate, helper):
    futures = {executor.submit(tasks.pass_gate, gate) for _ in range(2)}
    helper.open_after_a_look(gate)
    assert set(adapter.as_completed(futures)) == futures


@verifies("SUB-01")
def test_asyncio_takes_futures_that_work_with_the_standard_functions(executor, adapter):
    if adapter.wait is not concurrent.futures.wait:
        pytest.skip("the adapter names another wait than the standard library's")
    import asyncio

    async def await_one():
        return await asyncio.wrap_future(executor.submit(tasks.return_value, "awaited"))

    assert asyncio.run(await_one()) == "awaited"
