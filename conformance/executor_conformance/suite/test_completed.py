"""The chapter on `as_completed`."""

import itertools
import time

import pytest

from executor_conformance import tasks
from executor_conformance.suite import CLOCK_SLACK, WITH_GATES, verifies
from executor_conformance.suite.preparing import cancel_or_skip, cancellable, error_of


@verifies("ASC-01")
def test_each_future_is_yielded_once_and_done(executor, make_executor, as_completed):
    futures = [executor.submit(tasks.return_value, i) for i in range(5)]
    futures += [executor.submit(tasks.fail_with, KeyError(i)) for i in range(5)]
    futures.append(make_executor().submit(tasks.return_none))
    yielded = []
    for future in as_completed(future for future in [*futures, *futures]):
        assert future.done(), "a future was yielded before it was done"
        yielded.append(future)
    assert len(yielded) == len(futures)
    assert set(yielded) == set(futures)


@verifies("ASC-01")
def test_there_is_nothing_to_yield_without_futures(as_completed):
    assert list(as_completed([])) == []


@verifies("ASC-01", kinds=WITH_GATES)
def test_a_future_that_is_given_twice_while_it_waits_is_yielded_once(
    executor, gate, as_completed, helper
):
    futures = [executor.submit(tasks.pass_gate, gate) for _ in range(3)]
    helper.act_once_blocked(gate.open)
    yielded = list(as_completed([*futures, *futures]))
    assert len(yielded) == len(futures)
    assert set(yielded) == set(futures)


@verifies("ASC-02", kinds=WITH_GATES)
def test_futures_that_are_done_come_first(executor, gate, as_completed):
    done = [executor.submit(tasks.return_none), executor.submit(tasks.fail_with, KeyError(1))]
    for future in done:
        error_of(future.result)
    running = executor.submit(tasks.pass_gate, gate)
    first = list(itertools.islice(as_completed([running, *done]), 2))
    assert set(first) == set(done), "not the futures that were done came first"


@verifies("ASC-02", kinds=WITH_GATES, workers=2, relies_on=("cancel",))
def test_cancelled_futures_come_first_once_the_executor_has_come_past_them(
    executor, gates, as_completed, wait, beyond_prefetch
):
    first, last = gates(2)
    cancelled = cancellable(executor, first, beyond_prefetch)
    cancel_or_skip(cancelled)
    running = executor.submit(tasks.pass_gate, last)
    first.open()
    wait([cancelled])
    assert next(iter(as_completed([running, cancelled]))) is cancelled


@verifies("ASC-03", kinds=WITH_GATES, workers=2)
def test_futures_come_in_the_order_in_which_they_become_done(executor, gates, as_completed):
    first, second = gates(2)
    done = executor.submit(tasks.return_none)
    done.result()
    late = executor.submit(tasks.pass_gate, second)
    early = executor.submit(tasks.pass_gate, first)
    iterator = as_completed([late, early, done])
    assert next(iterator) is done
    first.open()
    early.result()
    second.open()
    late.result()
    assert list(iterator) == [early, late], "they came in another order"


@verifies("ASC-04", kinds=WITH_GATES)
def test_a_timeout_is_raised_when_futures_are_left(executor, gate, as_completed):
    running = executor.submit(tasks.pass_gate, gate)
    with pytest.raises(TimeoutError):
        next(as_completed([running], timeout=0))


@verifies("ASC-04", kinds=WITH_GATES)
def test_a_timeout_is_raised_after_the_futures_that_are_done(executor, gate, as_completed, scaled):
    done = executor.submit(tasks.return_none)
    running = executor.submit(tasks.pass_gate, gate)
    done.result()
    iterator = as_completed([running, done], timeout=scaled(0.01))
    assert next(iterator) is done
    with pytest.raises(TimeoutError):
        next(iterator)


@verifies("ASC-05", kinds=WITH_GATES)
def test_a_timeout_is_not_raised_early(executor, gate, as_completed, scaled):
    done = executor.submit(tasks.return_none)
    running = executor.submit(tasks.pass_gate, gate)
    done.result()
    timeout = scaled(0.02)
    started = time.monotonic()
    iterator = as_completed([running, done], timeout=timeout)
    with pytest.raises(TimeoutError):
        list(iterator)
    took = time.monotonic() - started
    assert took > timeout - CLOCK_SLACK, f"a timeout of {timeout} s was raised after {took} s"


@verifies("ASC-09", kinds=WITH_GATES)
def test_from_when_the_timeout_counts(executor, gate, as_completed, scaled, observe):
    running = executor.submit(tasks.pass_gate, gate)
    timeout = scaled(0.02)
    iterator = as_completed([running], timeout=timeout)
    time.sleep(timeout)
    asked = time.monotonic()
    with pytest.raises(TimeoutError):
        next(iterator)
    waited = time.monotonic() - asked > timeout - CLOCK_SLACK
    observe("from the first next" if waited else "from the call")


@verifies("ASC-06", kinds=WITH_GATES)
def test_futures_that_are_done_come_although_the_time_is_over(executor, gate, as_completed):
    done = [executor.submit(tasks.return_value, i) for i in range(3)]
    running = executor.submit(tasks.pass_gate, gate)
    for future in done:
        future.result()
    iterator = as_completed([running, *done], timeout=0)
    yielded = [next(iterator) for _ in done]
    assert set(yielded) == set(done)


@verifies("ASC-10", kinds=WITH_GATES, workers=2)
def test_futures_that_have_become_done_come_although_the_time_is_over(
    executor, gates, as_completed
):
    gate, closed = gates(2)
    done = executor.submit(tasks.return_none)
    done.result()
    late = executor.submit(tasks.pass_gate, gate)
    running = executor.submit(tasks.pass_gate, closed)
    iterator = as_completed([running, late, done], timeout=0)
    assert next(iterator) is done
    gate.open()
    late.result()
    assert next(iterator) is late


@verifies("ASC-07")
def test_an_iterator_that_is_dropped_leaves_the_futures_as_they_are(executor, as_completed):
    futures = [executor.submit(tasks.return_value, i) for i in range(5)]
    iterator = as_completed(futures)
    next(iterator)
    del iterator
    assert [future.result() for future in futures] == list(range(5))
    assert set(as_completed(futures)) == set(futures)


@verifies("ASC-07", kinds=WITH_GATES)
def test_a_timeout_leaves_the_futures_as_they_are(executor, gate, as_completed):
    done = executor.submit(tasks.return_value, "done")
    done.result()
    waiting = [executor.submit(tasks.pass_gate_then_return, gate, i) for i in range(4)]
    for iterator in (as_completed([done, *waiting], timeout=0), as_completed([done, *waiting])):
        assert next(iterator) is done
        if hasattr(iterator, "close"):
            iterator.close()
    with pytest.raises(TimeoutError):
        list(as_completed(waiting, timeout=0))
    gate.open()
    assert [future.result() for future in waiting] == list(range(4))


@verifies("ASC-08", kinds=WITH_GATES, relies_on=("cancel",))
def test_calls_that_a_shutdown_cancels_are_yielded(
    make_executor, gate, as_completed, helper, beyond_prefetch
):
    executor = make_executor(max_workers=1)
    done = executor.submit(tasks.return_none)
    done.result()
    executor.submit(tasks.start_then_pass_gate, gate, "running")
    gate.journal.wait_for("running started")
    waiting = [executor.submit(tasks.pass_gate, gate) for _ in range(beyond_prefetch)]
    during = as_completed([*waiting, done])
    assert next(during) is done
    helper.open_once(gate, waiting[-1].cancelled)
    executor.shutdown(wait=True, cancel_futures=True)
    # All is over, so there is nothing to wait for.
    error = error_of(lambda: list(as_completed(waiting, timeout=0)))
    assert error is None, f"after the shutdown, as_completed raised {error!r}"
    assert set(during) == set(waiting), "an iterator that had begun before does not yield them"
