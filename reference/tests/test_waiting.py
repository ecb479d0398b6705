"""`wait` and `as_completed`."""

import gc
import threading
import time
import weakref

import pytest

from executor_reference import (
    ALL_COMPLETED,
    FIRST_COMPLETED,
    FIRST_EXCEPTION,
    Future,
    as_completed,
    wait,
)


def futures(number):
    return [Future() for _ in range(number)]


def in_thread(fn, *args):
    """Start `fn` in a thread, and return what waits for its result."""
    results = []
    thread = threading.Thread(target=lambda: results.append(fn(*args)))
    thread.start()

    def result():
        thread.join(30)
        return results[0]

    return result


def waiters(future):
    return len(future._waiters)


def until_waited_for(*fs):
    while not all(waiters(f) for f in fs):
        time.sleep(0)


def test_wait_parts_the_futures():
    first, second = futures(2)
    first.set_result(1)
    result = wait([first, second], timeout=0)
    assert result.done == {first}
    assert result.not_done == {second}
    assert tuple(result) == ({first}, {second})


@pytest.mark.parametrize("return_when", [ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION])
def test_nothing_to_wait_for(return_when):
    assert wait([], return_when=return_when) == (set(), set())
    assert list(as_completed([])) == []


def test_wait_for_all():
    first, second = fs = futures(2)
    result = in_thread(wait, fs)
    until_waited_for(*fs)
    first.set_result(1)
    second.set_exception(ValueError())
    assert result() == (set(fs), set())


def test_wait_for_the_first():
    first, second = fs = futures(2)
    result = in_thread(wait, fs, None, FIRST_COMPLETED)
    until_waited_for(*fs)
    first.set_result(1)
    assert result() == ({first}, {second})


def test_wait_for_the_first_reports_all_that_are_done():
    fs = futures(4)
    for future in fs[:3]:
        future.set_result(1)
    assert wait(fs, return_when=FIRST_COMPLETED) == (set(fs[:3]), {fs[3]})


def test_wait_for_the_first_exception():
    success, cancelled, failure, still_pending = fs = futures(4)
    success.set_result(1)
    result = in_thread(wait, fs, None, FIRST_EXCEPTION)
    until_waited_for(cancelled, failure, still_pending)
    cancelled.cancel()
    failure.set_exception(ValueError())
    assert result() == ({success, cancelled, failure}, {still_pending})


def test_wait_for_the_first_exception_without_one_waits_for_all():
    first, second = fs = futures(2)
    result = in_thread(wait, fs, None, FIRST_EXCEPTION)
    until_waited_for(*fs)
    first.set_result(1)
    second.set_result(2)
    assert result() == (set(fs), set())


def test_a_cancellation_is_reported_at_once():
    future = Future()
    waiting = in_thread(wait, [future])
    iterating = in_thread(list, as_completed([future]))
    while waiters(future) < 2:
        time.sleep(0)
    future.cancel()
    assert waiting() == ({future}, set())
    assert iterating() == [future]


@pytest.mark.parametrize("timeout", [0, -1, 0.01])
def test_wait_returns_at_the_timeout(timeout):
    done, pending = fs = futures(2)
    done.set_result(1)
    assert wait(fs, timeout) == ({done}, {pending})


def test_what_timed_out_is_forgotten():
    future = Future()
    wait([future], 0)
    with pytest.raises(TimeoutError):
        next(as_completed([future], 0))
    assert waiters(future) == 0


def test_an_abandoned_iterator_is_forgotten():
    done, pending = fs = futures(2)
    done.set_result(1)
    iterator = as_completed(fs)
    assert next(iterator) is done
    assert waiters(pending) == 1
    iterator.close()
    assert waiters(pending) == 0
    as_completed(fs)  # never advanced
    assert waiters(pending) == 0


def test_a_future_counts_once():
    future = Future()
    result = in_thread(wait, [future, future])
    iterated = in_thread(list, as_completed([future, future]))
    until_waited_for(future)
    future.set_result(1)
    assert result() == ({future}, set())
    assert iterated() == [future]


def test_any_iterable_will_do():
    fs = futures(3)
    for future in fs:
        future.set_result(1)
    assert wait(f for f in fs).done == set(fs)
    assert set(as_completed(f for f in fs)) == set(fs)


@pytest.mark.parametrize("fs", [[], [Future()]])
def test_an_unknown_condition_is_always_refused(fs):
    with pytest.raises(ValueError, match="return_when"):
        wait(fs, 0, "bogus")


@pytest.mark.parametrize("function", [wait, as_completed])
def test_arguments_are_checked_at_the_call(function):
    with pytest.raises(TypeError, match="not 5"):
        function([5])
    with pytest.raises(ValueError, match="NaN"):
        function([Future()], float("nan"))


def test_as_completed_follows_the_order_of_completion():
    first, second, third = fs = futures(3)
    iterator = as_completed(fs)
    second.set_result(2)
    assert next(iterator) is second
    third.cancel()
    first.set_exception(ValueError())
    assert next(iterator) is third
    assert next(iterator) is first
    assert list(iterator) == []


def test_as_completed_yields_what_is_done_after_the_deadline():
    done, pending = fs = futures(2)
    done.set_result(1)
    iterator = as_completed(fs, timeout=0)
    assert next(iterator) is done
    with pytest.raises(TimeoutError, match="1 of 2"):
        next(iterator)
    assert list(iterator) == []
    pending.set_result(2)


def test_the_clock_of_as_completed_starts_at_the_call():
    iterator = as_completed([Future()], timeout=0.05)
    called = time.monotonic()
    while time.monotonic() < called + 0.05:
        time.sleep(0.01)
    with pytest.raises(TimeoutError):
        next(iterator)  # and needs no further waiting


def test_as_completed_never_gives_up_early():
    called = time.monotonic()
    with pytest.raises(TimeoutError):
        next(as_completed([Future()], timeout=0.05))
    assert time.monotonic() - called >= 0.05


def test_as_completed_keeps_no_future_that_it_has_yielded():
    fs = futures(3)
    for future in fs:
        future.set_result(1)
    iterator = as_completed(fs)
    del future
    fs.clear()
    for _ in range(3):
        reference = weakref.ref(next(iterator))
        gc.collect()
        assert reference() is None


def test_waiters_on_overlapping_sets_all_return():
    fs = futures(20)
    results = [in_thread(wait, fs[number:] + fs[:number]) for number in range(5)]
    iterated = [in_thread(list, as_completed(reversed(fs))) for _ in range(5)]
    for future in fs:
        future.set_result(1)
    assert all(result().done == set(fs) for result in results)
    assert all(set(result()) == set(fs) for result in iterated)
