"""The chapter on future states: what executors do to futures, judged on bare ones."""

from concurrent.futures import CancelledError, InvalidStateError

import pytest

from executor_conformance import model
from executor_conformance.suite import verifies
from executor_spec import load_states

ACROSS_THREADS = ("inline", "thread", "interpreter", "process", "distributed")


def running(make):
    """Return a bare future that is running."""
    future = make()
    future.set_running_or_notify_cancel()
    return future


def finished(make):
    """Return a bare future that has a value."""
    future = make()
    future.set_result("value")
    return future


def failed(make):
    """Return a bare future that has an exception."""
    future = make()
    future.set_exception(ValueError("on purpose"))
    return future


def cancelled(make):
    """Return a bare future that was cancelled."""
    future = make()
    future.cancel()
    return future


def acknowledged(make):
    """Return a bare future that was cancelled and told so."""
    future = cancelled(make)
    future.set_running_or_notify_cancel()
    return future


@verifies("FUT-06")
def test_a_pending_future_can_be_started(bare_future):
    future = bare_future()
    assert future.set_running_or_notify_cancel() is True
    assert future.running(), "the future was not running afterwards"


@verifies("FUT-07", relies_on=("cancel",))
def test_a_cancelled_future_cannot_be_started(bare_future):
    assert cancelled(bare_future).set_running_or_notify_cancel() is False


@verifies("FUT-07", kinds=ACROSS_THREADS, relies_on=("other_threads", "cancel"))
def test_notice_of_a_cancellation_wakes_wait(bare_future, adapter, helper):
    future = bare_future()
    helper.act_once_blocked(lambda: future.cancel() and future.set_running_or_notify_cancel())
    assert adapter.wait([future]).done == {future}


@verifies("FUT-07", kinds=ACROSS_THREADS, relies_on=("other_threads", "cancel"))
def test_notice_of_a_cancellation_wakes_as_completed(bare_future, adapter, helper):
    future = bare_future()
    helper.act_once_blocked(lambda: future.cancel() and future.set_running_or_notify_cancel())
    assert list(adapter.as_completed([future])) == [future]


@verifies("FUT-08", relies_on=("cancel",))
def test_a_future_cannot_be_started_twice(bare_future):
    for make_started in (running, finished, failed, acknowledged):
        future = make_started(bare_future)
        with pytest.raises(RuntimeError):
            future.set_running_or_notify_cancel()


def in_both_states(make):
    """Return a pending and a running bare future."""
    return make(), running(make)


@verifies("FUT-09")
def test_a_pending_or_running_future_takes_a_value(bare_future):
    for value in (object(), None, ValueError("returned")):
        for future in in_both_states(bare_future):
            future.set_result(value)
            assert future.done(), "the future was not done afterwards"
            assert future.result(timeout=0) is value
            assert future.exception(timeout=0) is None


@verifies("FUT-09")
def test_a_pending_or_running_future_takes_an_exception(bare_future):
    error = ValueError("on purpose")
    for future in in_both_states(bare_future):
        future.set_exception(error)
        assert future.done(), "the future was not done afterwards"
        assert future.exception(timeout=0) is error
        with pytest.raises(ValueError, match="on purpose"):
            future.result(timeout=0)


@verifies("FUT-09", kinds=ACROSS_THREADS, relies_on=("other_threads",))
def test_an_outcome_wakes_those_who_wait_for_it(bare_future, helper):
    succeeding, failing = running(bare_future), running(bare_future)
    helper.act_once_blocked(lambda: succeeding.set_result("value"))
    assert succeeding.result() == "value"
    error = ValueError("on purpose")
    helper.act_once_blocked(lambda: failing.set_exception(error))
    assert failing.exception() is error


@verifies("FUT-10")
def test_a_finished_future_takes_no_other_outcome(bare_future, calls):
    future = finished(bare_future)
    future.add_done_callback(calls)
    assert_takes_no_outcome(future)
    assert future.result(timeout=0) == "value"
    assert len(calls.made()) == 1, "its callback was called again"


@verifies("FUT-10")
def test_a_failed_future_takes_no_other_outcome(bare_future):
    future = failed(bare_future)
    assert_takes_no_outcome(future)
    assert repr(future.exception(timeout=0)) == "ValueError('on purpose')"


@verifies("FUT-10", relies_on=("cancel",))
def test_a_cancelled_future_takes_no_outcome(bare_future):
    for make_cancelled in (cancelled, acknowledged):
        future = make_cancelled(bare_future)
        assert_takes_no_outcome(future)
        assert future.cancelled()
        with pytest.raises(CancelledError):
            future.result(timeout=0)


def assert_takes_no_outcome(future):
    """Try to give the future an outcome."""
    with pytest.raises(InvalidStateError):
        future.set_result("other")
    with pytest.raises(InvalidStateError):
        future.set_exception(KeyError("other"))


@verifies("FUT-14")
def test_what_is_no_exception(bare_future, observe):
    try:
        bare_future().set_exception("a text")
    except Exception as error:
        observe(f"raises {type(error).__name__}")
    else:
        observe("accepts it")


@verifies("FUT-05", relies_on=("cancel", "running_spared"))
def test_nothing_leads_out_of_an_end(bare_future, adapter):
    for steps in model.walks(load_states()):
        model.drive(bare_future, steps, wait=adapter.wait, as_completed=adapter.as_completed)


@verifies("FUT-05")
def test_whatever_is_called_an_ended_future_stays_as_it_is(bare_future, adapter, properties):
    def judge(steps):
        model.drive(bare_future, steps, wait=adapter.wait, as_completed=adapter.as_completed)

    properties.for_lives_beyond_the_end(judge)
