"""The chapter on `map`: time limits."""

import concurrent.futures
import itertools
import time

import pytest

from executor_conformance import tasks
from executor_conformance.suite import CLOCK_SLACK, verifies
from executor_conformance.suite.busy import make_busy


@verifies("MAP-06")
def test_the_iterator_raises_at_once_if_there_was_no_time_at_all(executor, gate):
    results = executor.map(tasks.pass_gate, [gate], timeout=0)
    with pytest.raises(concurrent.futures.TimeoutError):
        next(results)


@verifies("MAP-06")
def test_the_iterator_raises_no_earlier_than_the_timeout(executor, gate, scaled):
    timeout = scaled(0.02)
    before = time.monotonic()
    results = executor.map(tasks.pass_gate, [gate], timeout=timeout)
    with pytest.raises(concurrent.futures.TimeoutError):
        next(results)
    passed = time.monotonic() - before
    assert passed >= timeout - CLOCK_SLACK, f"raised after {passed:.6f} s of {timeout} s"


@verifies("MAP-06")
def test_the_time_counts_from_the_call_of_map(executor, gates, scaled):
    # A clock that starts later makes `next` wait for the whole timeout, whatever it is; a busy
    # machine does so for short ones only. So the test goes on to longer ones until it has ended.
    for doubled in itertools.count():
        timeout = scaled(0.02) * 2**doubled
        (gate,) = gates(1)
        results = executor.map(tasks.pass_gate, [gate], timeout=timeout)
        time.sleep(timeout)
        asked = time.monotonic()
        with pytest.raises(concurrent.futures.TimeoutError):
            next(results)
        waited = time.monotonic() - asked
        gate.open()
        if waited < timeout:
            return


@verifies("MAP-07", relies_on=("waiting_spared",))
def test_results_that_are_there_come_after_the_timeout(make_executor):
    executor = make_executor()
    results = executor.map(tasks.return_value, range(5), timeout=0)
    # Once it has returned, all calls have ended.
    executor.shutdown(wait=True)
    assert list(results) == list(range(5))


@verifies("MAP-08", counted=True, queued=20, relies_on=("cancel",))
def test_calls_that_have_not_started_are_cancelled_by_the_timeout(
    make_executor, gate, beyond_prefetch
):
    executor, _, _ = make_busy(make_executor, gate, beyond_prefetch)
    results = executor.map(tasks.note, [gate.journal] * 3, "abc", timeout=0)
    with pytest.raises(concurrent.futures.TimeoutError):
        next(results)
    gate.open()
    executor.shutdown(wait=True)
    assert not [entry for entry in gate.journal.entries() if len(entry) == 1]
