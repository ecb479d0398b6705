"""The chapter on the executor as a context manager."""

import pytest

from executor_conformance import tasks
from executor_conformance.suite import WITH_GATES, verifies


@verifies("CTX-01")
def test_with_binds_the_executor_itself(make_executor):
    executor = make_executor()
    with executor as bound:
        assert bound is executor, f"with gave {bound!r}"


@verifies("CTX-02", relies_on=("waiting_spared",))
def test_the_end_of_the_block_waits(make_executor, gate, helper):
    with make_executor(max_workers=1) as executor:
        futures = [executor.submit(tasks.pass_gate_then_return, gate, i) for i in range(3)]
        closed = helper.open_after_a_look(gate)
    assert not closed(), "the block ended while calls were running or waiting"
    assert all(future.done() for future in futures)


@verifies("CTX-06", relies_on=("waiting_spared",))
def test_the_end_of_the_block_waits_after_a_shutdown_without_wait(make_executor, gate, helper):
    with make_executor(max_workers=1) as executor:
        futures = [executor.submit(tasks.pass_gate_then_return, gate, i) for i in range(3)]
        executor.shutdown(wait=False)
        closed = helper.open_after_a_look(gate)
    assert not closed(), "the block ended while calls were running or waiting"
    assert all(future.done() for future in futures)


def raise_in_block(executor, error, submit):
    """Submit calls in a block of the executor that ends with an exception."""
    with executor:
        submit()
        raise error


@verifies("CTX-03", kinds=WITH_GATES, queued=20, relies_on=("waiting_spared",))
def test_waiting_calls_are_made_though_the_block_raises(make_executor, gate, helper):
    executor = make_executor(max_workers=1)
    futures = []

    def submit():
        futures.extend(executor.submit(tasks.pass_gate_then_return, gate, i) for i in range(20))
        helper.open_after_a_look(gate)

    with pytest.raises(LookupError):
        raise_in_block(executor, LookupError("on purpose"), submit)
    assert [future.result() for future in futures] == list(range(20))


@verifies("CTX-03", kinds=("inline",))
def test_the_outcome_is_there_though_the_block_raises(make_executor):
    executor = make_executor()
    futures = []
    with pytest.raises(LookupError):
        raise_in_block(
            executor,
            LookupError("on purpose"),
            lambda: futures.append(executor.submit(tasks.return_value, 1)),
        )
    assert futures[0].result() == 1


def assert_leaves_as_it_is(executor, error):
    """Raise in a block that has a call with another error, and see what comes out."""
    failing = executor.submit(tasks.fail_with, ValueError("another"))
    with pytest.raises(type(error)) as caught:
        raise_in_block(executor, error, lambda: None)
    assert caught.value is error
    assert repr(failing.exception()) == "ValueError('another')"


@verifies("CTX-04", relies_on=("waiting_spared",))
def test_an_exception_leaves_the_block_as_it_is(make_executor):
    assert_leaves_as_it_is(make_executor(), LookupError("on purpose"))


@verifies("CTX-04", relies_on=("waiting_spared",))
def test_an_interruption_leaves_the_block_as_it_is(make_executor):
    assert_leaves_as_it_is(make_executor(), KeyboardInterrupt("on purpose"))


@verifies("CTX-05", relies_on=("waiting_spared",))
def test_the_end_of_the_block_raises_no_error_of_a_call(make_executor):
    with make_executor() as executor:
        failing = executor.submit(tasks.fail_with, ValueError("on purpose"))
    assert repr(failing.exception()) == "ValueError('on purpose')"
