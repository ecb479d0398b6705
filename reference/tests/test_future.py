"""The state machine of the future, cell by cell, and what callers see of it."""

import copy
import gc
import logging
import pickle
import threading
import weakref
from concurrent.futures import CancelledError, InvalidStateError

import pytest

from executor_reference import Future

VALUE = "value"
ERROR = ValueError("error")


def pending():
    return Future()


def running():
    future = Future()
    future.set_running_or_notify_cancel()
    return future


def cancelled():
    future = Future()
    future.cancel()
    return future


def acknowledged():
    future = cancelled()
    future.set_running_or_notify_cancel()
    return future


def finished():
    future = running()
    future.set_result(VALUE)
    return future


def failed():
    future = running()
    future.set_exception(ERROR)
    return future


# state: running, done, cancelled
QUERIES = {
    pending: (False, False, False),
    running: (True, False, False),
    cancelled: (False, True, True),
    acknowledged: (False, True, True),
    finished: (False, True, False),
    failed: (False, True, False),
}
DONE = [cancelled, acknowledged, finished, failed]


def queries(future):
    return future.running(), future.done(), future.cancelled()


def outcome(future):
    """What `result(0)` gives: a value, or the type of what it raises."""
    try:
        return future.result(0)
    except Exception as error:
        return type(error)


OUTCOMES = {
    pending: TimeoutError,
    running: TimeoutError,
    cancelled: CancelledError,
    acknowledged: CancelledError,
    finished: VALUE,
    failed: ValueError,
}


@pytest.mark.parametrize("state", QUERIES)
def test_queries(state):
    assert queries(state()) == QUERIES[state]


@pytest.mark.parametrize("state", OUTCOMES)
def test_outcome(state):
    assert outcome(state()) == OUTCOMES[state]


@pytest.mark.parametrize(
    ("state", "returned", "after"),
    [
        (pending, True, cancelled),
        (running, False, running),
        (cancelled, True, cancelled),
        (acknowledged, True, acknowledged),
        (finished, False, finished),
        (failed, False, failed),
    ],
)
def test_cancel(state, returned, after):
    future = state()
    assert future.cancel() is returned
    assert queries(future) == QUERIES[after]
    assert outcome(future) == OUTCOMES[after]


@pytest.mark.parametrize(
    ("state", "returned", "after"),
    [
        (pending, True, running),
        (running, RuntimeError, running),
        (cancelled, False, acknowledged),
        (acknowledged, RuntimeError, acknowledged),
        (finished, RuntimeError, finished),
        (failed, RuntimeError, failed),
    ],
)
def test_set_running_or_notify_cancel(state, returned, after):
    future = state()
    if returned is RuntimeError:
        with pytest.raises(RuntimeError):
            future.set_running_or_notify_cancel()
    else:
        assert future.set_running_or_notify_cancel() is returned
    assert queries(future) == QUERIES[after]
    assert outcome(future) == OUTCOMES[after]


@pytest.mark.parametrize("state", [pending, running])
def test_set_result(state):
    future = state()
    future.set_result(VALUE)
    assert queries(future) == QUERIES[finished]
    assert outcome(future) == VALUE
    assert future.exception() is None


@pytest.mark.parametrize("state", [pending, running])
def test_set_exception(state):
    future = state()
    future.set_exception(ERROR)
    assert queries(future) == QUERIES[failed]
    assert future.exception() is ERROR
    with pytest.raises(ValueError, match="error") as raised:
        future.result()
    assert raised.value is ERROR


@pytest.mark.parametrize("state", DONE)
def test_an_outcome_is_final(state):
    future = state()
    calls = []
    future.add_done_callback(calls.append)
    with pytest.raises(InvalidStateError):
        future.set_result("other")
    with pytest.raises(InvalidStateError):
        future.set_exception(OSError())
    assert queries(future) == QUERIES[state]
    assert outcome(future) == OUTCOMES[state]
    assert calls == [future]


def test_set_exception_refuses_what_is_not_an_exception():
    future = Future()
    with pytest.raises(TypeError):
        future.set_exception("error")
    assert queries(future) == QUERIES[pending]


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (pending, "state=pending>"),
        (running, "state=running>"),
        (cancelled, "state=cancelled>"),
        (acknowledged, "state=cancelled>"),
        (finished, "state=finished returned str>"),
        (failed, "state=finished raised ValueError>"),
    ],
)
def test_repr(state, text):
    assert text in repr(state())


@pytest.mark.parametrize("state", QUERIES)
def test_waiting_is_told_by_wait_and_as_completed(state):
    from executor_reference import as_completed, wait

    future = state()
    _, done, _ = QUERIES[state]
    assert wait([future], 0) == (({future}, set()) if done else (set(), {future}))
    if done:
        assert list(as_completed([future], 0)) == [future]
    else:
        with pytest.raises(TimeoutError):
            next(as_completed([future], 0))


@pytest.mark.parametrize("timeout", [0, 0.0, -1])
def test_a_timeout_that_has_passed_does_not_block(timeout):
    for future in pending(), running():
        with pytest.raises(TimeoutError):
            future.result(timeout)
        with pytest.raises(TimeoutError):
            future.exception(timeout)


@pytest.mark.parametrize("timeout", [0, -1, 0.001, float("nan"), float("inf"), None])
def test_a_timeout_does_not_matter_once_done(timeout):
    assert finished().result(timeout) == VALUE
    assert failed().exception(timeout) is ERROR
    with pytest.raises(CancelledError):
        cancelled().result(timeout)


def test_a_timeout_that_is_not_a_number_is_refused():
    with pytest.raises(ValueError, match="NaN"):
        pending().result(float("nan"))


@pytest.mark.parametrize("timeout", [None, 1e300, float("inf"), 30])
def test_a_blocked_caller_is_released(timeout):
    future = running()
    results = []
    waiting = threading.Thread(target=lambda: results.append(future.result(timeout)))
    waiting.start()
    future.set_result(VALUE)
    waiting.join()
    assert results == [VALUE]


def test_a_caller_blocked_at_the_cancellation_is_released():
    future = pending()
    outcomes = []
    waiting = threading.Thread(target=lambda: outcomes.append(outcome_after_waiting(future)))
    waiting.start()
    future.cancel()
    waiting.join()
    assert outcomes == [CancelledError]


def outcome_after_waiting(future):
    try:
        return future.result()
    except CancelledError as error:
        return type(error)


def test_a_timeout_is_never_early():
    import time

    started = time.monotonic()
    with pytest.raises(TimeoutError):
        pending().result(0.05)
    assert time.monotonic() - started >= 0.05


@pytest.mark.parametrize("state", [pending, running])
def test_callbacks_run_once_in_order_with_the_future(state):
    future = state()
    calls = []
    for number in range(5):
        future.add_done_callback(lambda f, number=number: calls.append((number, f)))
    again = calls.append
    future.add_done_callback(again)
    future.add_done_callback(again)
    future.set_result(VALUE)
    assert calls == [*((number, future) for number in range(5)), future, future]


def test_callbacks_run_at_the_cancellation_and_never_again():
    future = pending()
    calls = []
    future.add_done_callback(calls.append)
    future.cancel()
    assert calls == [future]
    future.cancel()
    future.set_running_or_notify_cancel()
    assert calls == [future]


@pytest.mark.parametrize("state", DONE)
def test_a_late_callback_is_called_at_once(state):
    future = state()
    calls = []
    future.add_done_callback(lambda f: calls.append((f, threading.get_ident())))
    assert calls == [(future, threading.get_ident())]


def test_a_callback_may_add_a_callback():
    future = pending()
    calls = []
    future.add_done_callback(lambda f: f.add_done_callback(calls.append))
    future.set_result(VALUE)
    assert calls == [future]


@pytest.mark.parametrize("error", [ValueError, SystemExit, KeyboardInterrupt, GeneratorExit])
def test_what_a_callback_raises_is_logged_and_goes_no_further(error, caplog):
    future = pending()
    calls = []

    def fail(future):
        raise error("from the callback")

    future.add_done_callback(fail)
    future.add_done_callback(calls.append)
    with caplog.at_level(logging.ERROR, "concurrent.futures"):
        future.set_result(VALUE)
        future.add_done_callback(fail)
    assert calls == [future]
    assert future.result() == VALUE
    assert caplog.text.count(f"{error.__name__}: from the callback") == 2


def test_no_lock_is_held_during_callbacks():
    future = pending()
    seen = []

    def ask_from_another_thread(future):
        thread = threading.Thread(target=lambda: seen.append((future.done(), future.result(0))))
        thread.start()
        thread.join(30)

    future.add_done_callback(ask_from_another_thread)
    future.set_result(VALUE)
    assert seen == [(True, VALUE)]


class FalseError(Exception):
    def __bool__(self):
        return False


class EmptyError(Exception):
    def __len__(self):
        return 0


@pytest.mark.parametrize("error", [FalseError, EmptyError])
def test_an_exception_that_is_false_is_raised(error):
    future = pending()
    future.set_exception(error())
    with pytest.raises(error):
        future.result()


def test_an_exception_may_be_a_value():
    future = pending()
    future.set_result(ERROR)
    assert future.result() is ERROR
    assert future.exception() is None


def test_reading_an_exception_does_not_lengthen_its_traceback():
    future = failed()
    lengths = []
    for _ in range(3):
        with pytest.raises(ValueError, match="error") as raised:
            future.result()
        lengths.append(len(raised.traceback))
    assert len(set(lengths)) == 1


def test_futures_are_compared_by_identity_and_hashable():
    first, second = finished(), finished()
    assert first != second
    assert {first: 1, second: 2}[first] == 1


def test_futures_can_be_weakly_referenced_and_subscripted():
    future = pending()
    assert weakref.ref(future)() is future
    assert Future[int]


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, pickle.dumps])
def test_futures_cannot_be_duplicated(duplicate):
    with pytest.raises(TypeError, match="cannot be copied or pickled"):
        duplicate(pending())


@pytest.mark.skipif(not hasattr(gc, "freeze"), reason="needs reference counting")
def test_reading_a_failed_future_makes_no_cycle():
    class Thing:
        pass

    def fail():
        thing = Thing()  # kept by the traceback
        things.append(weakref.ref(thing))
        raise ValueError("error")

    things = []
    future = pending()
    gc.disable()
    try:
        try:
            fail()
        except ValueError as error:
            future.set_exception(error)
        with pytest.raises(ValueError, match="error") as raised:
            future.result()
        del raised, future
        assert things[0]() is None
    finally:
        gc.enable()


def test_cancel_and_completion_race_and_one_wins():
    for _ in range(200):
        future = pending()
        start = threading.Barrier(2)
        results = []

        def cancel(future=future, start=start, results=results):
            start.wait()
            results.append(future.cancel())

        canceller = threading.Thread(target=cancel)
        canceller.start()
        start.wait()
        try:
            future.set_result(VALUE)
        except InvalidStateError:
            finished_first = False
        else:
            finished_first = True
        canceller.join()
        assert results == [not finished_first]
        assert future.cancelled() is not finished_first
