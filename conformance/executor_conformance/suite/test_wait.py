"""The chapter on `wait`."""

import time
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION

import pytest

from executor_conformance import tasks
from executor_conformance.suite import CLOCK_SLACK, WITH_GATES, verifies
from executor_conformance.suite.preparing import cancellable, error_of

CONDITIONS = (ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION)


def done_futures(executor):
    """Return the futures of a call that returned and of one that raised."""
    futures = [executor.submit(tasks.return_none), executor.submit(tasks.fail_with, KeyError(1))]
    for future in futures:
        error_of(future.result)
    return futures


@verifies("WAI-01")
def test_wait_returns_two_named_sets(executor, wait):
    futures = [executor.submit(tasks.return_value, i) for i in range(3)]
    result = wait(futures)
    done, not_done = result
    assert isinstance(result, tuple)
    assert (done, not_done) == (result.done, result.not_done)
    assert isinstance(done, (set, frozenset))
    assert isinstance(not_done, (set, frozenset))
    assert (done, not_done) == (set(futures), set())


@verifies("WAI-01", kinds=WITH_GATES, relies_on=("cancel",))
def test_each_future_is_in_one_of_the_sets(executor, gate, wait, beyond_prefetch):
    done = executor.submit(tasks.return_none)
    done.result()
    futures = [executor.submit(tasks.pass_gate, gate) for _ in range(beyond_prefetch)]
    futures[-1].cancel()
    result = wait([*futures, done], timeout=0, return_when=FIRST_COMPLETED)
    assert result.done | result.not_done == {*futures, done}
    assert not result.done & result.not_done
    assert done in result.done
    assert futures[0] in result.not_done


@verifies("WAI-14")
def test_all_futures_that_are_done_are_reported(executor, wait):
    done = done_futures(executor)
    for condition in CONDITIONS:
        assert wait(done, return_when=condition).done == set(done), condition


@verifies("WAI-14", kinds=WITH_GATES)
def test_all_futures_that_are_done_are_reported_besides_others(executor, gate, wait):
    done = done_futures(executor)
    running = executor.submit(tasks.pass_gate, gate)
    for condition in CONDITIONS:
        result = wait([running, *done], timeout=0, return_when=condition)
        assert result == (set(done), {running}), condition


@verifies("WAI-02")
def test_wait_returns_when_all_calls_have_ended(executor, wait):
    futures = [executor.submit(tasks.return_value, i) for i in range(5)]
    futures += [executor.submit(tasks.fail_with, KeyError(i)) for i in range(5)]
    assert wait(futures) == (set(futures), set())
    assert all(future.done() for future in futures)


@verifies("WAI-02", kinds=WITH_GATES)
def test_wait_does_not_return_before_the_last_call_has_ended(executor, gates, wait, helper):
    first, last = gates(2)
    futures = [executor.submit(tasks.pass_gate, gate) for gate in (first, last)]
    futures.append(executor.submit(tasks.return_none))
    helper.act_once_blocked(first.open)
    still_closed = helper.open_after_a_look(last)
    result = wait(futures)
    assert not still_closed(), "wait returned while a call was running"
    assert result == (set(futures), set())


@verifies("WAI-03", kinds=WITH_GATES, workers=2)
def test_wait_returns_when_the_first_call_has_ended(executor, gates, wait, helper):
    early, late = gates(2)
    futures = [executor.submit(tasks.pass_gate, gate) for gate in (late, early)]
    helper.act_once_blocked(early.open)
    assert wait(futures, return_when=FIRST_COMPLETED) == ({futures[1]}, {futures[0]})


@verifies("WAI-03", kinds=WITH_GATES)
def test_wait_does_not_wait_for_a_second_call_to_end(executor, gate, wait):
    done = executor.submit(tasks.return_none)
    running = executor.submit(tasks.pass_gate, gate)
    assert wait([running, done], return_when=FIRST_COMPLETED) == ({done}, {running})


@verifies("WAI-04", kinds=WITH_GATES, workers=2)
def test_wait_returns_when_the_first_call_has_raised(executor, gates, wait, helper):
    early, late = gates(2)
    running = executor.submit(tasks.pass_gate, late)
    failing = executor.submit(tasks.pass_gate_then_fail, early, ValueError("on purpose"))
    helper.act_once_blocked(early.open)
    assert wait([running, failing], return_when=FIRST_EXCEPTION) == ({failing}, {running})


@verifies("WAI-04", kinds=WITH_GATES, workers=2)
def test_wait_goes_on_after_calls_that_returned(executor, gates, wait, helper, journal):
    first, second, late = gates(3)
    returned = executor.submit(tasks.return_none)
    returned.result()
    running = executor.submit(tasks.pass_gate, late)
    returning = executor.submit(tasks.start_then_pass_gate, first, "first")
    # Whichever comes first in the queue of the executor: it must not keep this one from starting.
    journal.wait_for("first started")
    failing = executor.submit(tasks.pass_gate_then_fail, second, ValueError("on purpose"))
    helper.act_once_blocked(lambda: (first.open(), journal.wait_for("first ended"), second.open()))
    result = wait([running, returned, returning, failing], return_when=FIRST_EXCEPTION)
    assert failing in result.done, "wait returned before a call had raised"
    assert running in result.not_done


@verifies("WAI-05", kinds=WITH_GATES, relies_on=("cancel",))
def test_without_a_failure_wait_waits_for_all(
    executor, gates, wait, helper, journal, beyond_prefetch
):
    first, last = gates(2)
    returned = executor.submit(tasks.return_none)
    cancelled = cancellable(executor, first, beyond_prefetch)
    cancelled.cancel()
    running = executor.submit(tasks.start_then_pass_gate, last, "last")
    first.open()
    # By now the executor has come to the cancelled call, or past it.
    journal.wait_for("last started")
    still_closed = helper.open_after_a_look(last)
    result = wait([returned, cancelled, running], return_when=FIRST_EXCEPTION)
    assert not still_closed(), "wait returned while a call was running and none had raised"
    assert result == ({returned, cancelled, running}, set())


@verifies("WAI-06")
def test_a_future_given_twice_is_returned_once(executor, wait):
    future = executor.submit(tasks.return_none)
    future.result()
    for condition in CONDITIONS:
        result = wait([future, future], return_when=condition)
        assert [*result.done] == [future], condition
        assert not result.not_done


@verifies("WAI-06", kinds=WITH_GATES)
def test_a_future_given_twice_is_waited_for_once(executor, gate, wait, helper):
    future = executor.submit(tasks.pass_gate, gate)
    assert [*wait([future, future], timeout=0).not_done] == [future]
    helper.act_once_blocked(gate.open)
    result = wait([future, future])
    assert [*result.done] == [future]


@verifies("WAI-07")
def test_wait_takes_futures_of_two_executors_from_a_generator(executor, make_executor, wait):
    futures = [pool.submit(tasks.return_none) for pool in (executor, make_executor())]
    for iterable in (iter(futures), (future for future in futures), set(futures), tuple(futures)):
        assert wait(iterable) == (set(futures), set())


@verifies("WAI-08", kinds=WITH_GATES)
def test_wait_returns_after_the_timeout(executor, gate, wait, scaled):
    done = done_futures(executor)
    running = executor.submit(tasks.pass_gate, gate)
    timeout = scaled(0.01)
    for condition in (ALL_COMPLETED, FIRST_COMPLETED):
        futures = [*done, running] if condition is ALL_COMPLETED else [running]
        started = time.monotonic()
        result = wait(futures, timeout=timeout, return_when=condition)
        assert time.monotonic() - started > timeout - CLOCK_SLACK, f"{condition}: too early"
        assert result == ({*futures} - {running}, {running}), condition


@verifies("WAI-08", kinds=WITH_GATES)
def test_a_timeout_of_zero_is_a_look(executor, gate, wait):
    running = executor.submit(tasks.pass_gate, gate)
    for condition in CONDITIONS:
        assert wait([running], timeout=0, return_when=condition) == (set(), {running}), condition


@verifies("WAI-09")
def test_there_is_nothing_to_wait_for_without_futures(wait):
    for condition in CONDITIONS:
        assert wait([], return_when=condition) == (set(), set()), condition


@verifies("WAI-09", kinds=WITH_GATES)
def test_wait_does_not_wait_once_its_condition_is_fulfilled(executor, gate, wait):
    done = done_futures(executor)
    running = executor.submit(tasks.pass_gate, gate)
    for condition in (FIRST_COMPLETED, FIRST_EXCEPTION):
        assert running in wait([*done, running], return_when=condition).not_done, condition


@verifies("WAI-10", kinds=WITH_GATES)
def test_wait_refuses_a_condition_that_there_is_not(executor, gate, wait):
    running = executor.submit(tasks.pass_gate, gate)
    with pytest.raises(ValueError):  # noqa: PT011  # no text is promised
        wait([running], timeout=0, return_when="FIRST_COMPLETE")


@verifies("WAI-15")
def test_wait_refuses_a_condition_that_there_is_not_for_what_is_done(executor, wait):
    for futures in (done_futures(executor), []):
        with pytest.raises(ValueError):  # noqa: PT011  # no text is promised
            wait(futures, return_when="FIRST_COMPLETE")


@verifies("WAI-11")
def test_wait_does_not_raise_what_calls_raised(executor, wait):
    error = ValueError("on purpose")
    futures = [executor.submit(tasks.fail_with, error) for _ in range(2)]
    for condition in CONDITIONS:
        wait(futures, return_when=condition)
    assert [repr(future.exception()) for future in futures] == [repr(error)] * 2


@verifies("WAI-11", kinds=WITH_GATES, relies_on=("cancel",))
def test_wait_leaves_futures_as_they_are(executor, gate, wait, beyond_prefetch):
    calls = range(beyond_prefetch)
    futures = [executor.submit(tasks.pass_gate_then_return, gate, i) for i in calls]
    futures[-1].cancel()
    for condition in CONDITIONS:
        wait(futures, timeout=0.001, return_when=condition)
    gate.open()
    assert [future.result() for future in futures[:-1]] == [*calls[:-1]]
