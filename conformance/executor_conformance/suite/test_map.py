"""The chapter on `map`."""

import concurrent.futures
import gc
import itertools
import time

import pytest

from executor_conformance import tasks
from executor_conformance.suite import CLOCK_SLACK, WITH_GATES, verifies
from executor_conformance.suite.signatures import assert_own_name

WITHOUT_CHUNKS = ("thread", "green", "interpreter")


@verifies("MAP-23")
def test_map_returns_an_iterator_over_the_results(executor, adapter):
    assert_own_name(adapter, "map")
    results = executor.map(tasks.return_value, ["only"])
    assert iter(results) is results, f"map returned {results!r}, no iterator"
    assert list(results) == ["only"]


@verifies("MAP-21")
def test_map_returns_while_its_call_waits_at_a_closed_gate(executor, gate):
    results = executor.map(tasks.pass_gate_then_return, [gate], ["passed"])
    gate.open()
    assert list(results) == ["passed"]


@verifies("MAP-01", kinds=WITH_GATES, workers=2)
def test_results_come_in_the_order_of_the_inputs(executor, gates, journal, helper):
    first, second = gates(2)
    results = executor.map(tasks.pass_gate_then_return, [first, second], ["a", "b"])
    second.open()
    journal.wait_for("b returned")
    helper.open_after_a_look(first)
    assert list(results) == ["a", "b"]


@verifies("MAP-01")
def test_many_results_come_in_the_order_of_the_inputs(executor):
    inputs = list(range(40))
    assert list(executor.map(tasks.return_value, inputs)) == inputs


@verifies("MAP-02")
def test_map_has_consumed_its_inputs_when_it_returns(executor):
    inputs = iter(range(20))
    results = executor.map(tasks.return_value, inputs)
    assert list(inputs) == [], "inputs were left when map returned"
    assert list(results) == list(range(20))


@verifies("MAP-02")
def test_calls_run_even_if_the_results_are_never_asked_for(executor, journal):
    results = executor.map(tasks.note, [journal] * 5, ["called"] * 5)
    journal.wait_for("called", times=5)
    # MAP-13 is about an iterator that is dropped before.
    del results


@verifies("MAP-03")
def test_map_makes_the_calls_that_a_loop_of_submit_makes(executor, journal):
    letters, numbers = "abc", [1, 2, 3, 4, 5]
    mapped = list(executor.map(tasks.note_call, [journal] * 9, letters, numbers))
    made_by_map = sorted(journal.entries())
    pairs = zip(letters, numbers, strict=False)
    looped = [executor.submit(tasks.return_call, *pair).result()[0] for pair in pairs]
    assert mapped == looped
    assert made_by_map == sorted(map(repr, looped))


@verifies("MAP-03")
def test_map_passes_one_argument_for_each_iterable(executor):
    assert list(executor.map(tasks.return_call, [(1, 2)])) == [(((1, 2),), {})]
    assert list(executor.map(tasks.return_call, [1], [2], [3])) == [((1, 2, 3), {})]


@verifies("MAP-03")
def test_map_over_nothing_makes_no_call(executor):
    assert list(executor.map(tasks.return_call, [])) == []
    assert list(executor.map(tasks.return_call, [1, 2], [])) == []


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


@verifies("MAP-09", kinds=WITHOUT_CHUNKS, workers=2)
def test_calls_of_one_chunk_run_beside_each_other(executor, latch):
    results = executor.map(tasks.meet, [latch(2)] * 2, chunksize=2)
    assert list(results) == [None, None]


@verifies("MAP-10")
def test_every_chunksize_gives_the_same_results(executor):
    for chunksize in (1, 3, 10, 11, 1000):
        results = executor.map(tasks.return_call, range(10), range(10, 30), chunksize=chunksize)
        expected = [((i, i + 10), {}) for i in range(10)]
        assert list(results) == expected, f"with chunksize={chunksize}"


@verifies("MAP-13")
def test_calls_are_made_though_the_iterator_was_dropped(make_executor, gate):
    executor = make_executor(max_workers=1)
    results = executor.map(tasks.start_then_pass_gate, [gate] * 4, "abcd")
    del results
    gc.collect(0)
    gate.open()
    executor.shutdown(wait=True)
    ended = sorted(entry for entry in gate.journal.entries() if entry.endswith("ended"))
    assert ended == ["a ended", "b ended", "c ended", "d ended"]


@verifies("MAP-14")
def test_map_itself_raises_after_shutdown(make_executor):
    executor = make_executor()
    executor.submit(tasks.return_none).result()
    executor.shutdown(wait=True)
    with pytest.raises(RuntimeError):
        executor.map(tasks.return_value, [1])


@verifies("MAP-14")
def test_map_itself_raises_after_shutdown_without_wait(make_executor):
    executor = make_executor()
    executor.shutdown(wait=False)
    with pytest.raises(RuntimeError):
        executor.map(tasks.return_value, [1])


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
