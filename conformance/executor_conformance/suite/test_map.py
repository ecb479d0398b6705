"""The chapter on `map`."""

import gc

import pytest

from executor_conformance import tasks
from executor_conformance.suite import WITH_GATES, verifies
from executor_conformance.suite.busy import make_busy
from executor_conformance.suite.overriding import watch_submit
from executor_conformance.suite.signatures import assert_own_name


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
    mapped = sorted(executor.map(tasks.note_call, [journal] * 9, letters, numbers))
    made_by_map = sorted(journal.entries())
    pairs = zip(letters, numbers, strict=False)
    looped = [executor.submit(tasks.return_call, *pair).result()[0] for pair in pairs]
    assert mapped == sorted(looped)
    assert made_by_map == sorted(map(repr, looped))


@verifies("MAP-03")
def test_map_passes_one_argument_for_each_iterable(executor):
    assert list(executor.map(tasks.return_call, [(1, 2)])) == [(((1, 2),), {})]
    assert list(executor.map(tasks.return_call, [1], [2], [3])) == [((1, 2, 3), {})]


@verifies("MAP-03")
def test_map_over_nothing_makes_no_call(executor):
    assert list(executor.map(tasks.return_call, [])) == []
    assert list(executor.map(tasks.return_call, [1, 2], [])) == []


def fails_after(*items):
    """Yield the items, and then raise `LookupError`."""
    yield from items
    raise LookupError("on purpose")


@verifies("MAP-15")
def test_map_raises_what_an_input_raises(executor):
    with pytest.raises(LookupError, match="on purpose"):
        executor.map(tasks.return_value, fails_after(0, 1))
    assert list(executor.map(tasks.return_value, [2])) == [2]


@verifies("MAP-15")
def test_a_buffered_map_raises_what_an_input_raises(executor, profile):
    if not profile.has("buffersize"):
        pytest.skip("needs the capability buffersize")
    results = executor.map(tasks.return_value, fails_after(0, 1), buffersize=1)
    with pytest.raises(LookupError, match="on purpose"):
        list(results)


@verifies("MAP-19")
def test_map_raises_when_its_executor_is_shut_down_meanwhile(make_executor, journal):
    executor = make_executor()

    def inputs():
        yield from "ab"
        executor.shutdown(wait=False)
        yield "c"

    with pytest.raises(RuntimeError):
        executor.map(tasks.note, [journal] * 3, inputs())


@verifies("MAP-19", kinds=WITH_GATES, counted=True, queued=20, relies_on=("waiting_spared",))
def test_calls_are_made_though_a_later_one_was_refused(
    make_executor, gate, monkeypatch, beyond_prefetch
):
    executor, _, _ = make_busy(make_executor, gate, beyond_prefetch)

    def refuse_the_third(number):
        if number == 3:
            raise LookupError("refused")

    seen = watch_submit(monkeypatch, executor, refuse_the_third)
    try:
        executor.map(tasks.note, [gate.journal] * 4, "abcd")
    except LookupError:
        pass
    else:
        assert not seen, "map did not raise what submit raised"
        pytest.skip("map does not submit through submit")
    monkeypatch.undo()
    gate.open()
    executor.shutdown(wait=True)
    made = [entry for entry in gate.journal.entries() if len(entry) == 1]
    assert sorted(made) == ["a", "b"]


@verifies("MAP-12", counted=True, relies_on=("cancel",))
def test_to_close_the_iterator_cancels_what_has_not_started(make_executor, gates, beyond_prefetch):
    first, rest = gates(2)
    first.open()
    executor = make_executor(max_workers=1)
    names = [f"call {i}" for i in range(beyond_prefetch)]
    results = executor.map(
        tasks.pass_gate_then_return, [first, *[rest] * beyond_prefetch], ["first", *names]
    )
    if not hasattr(results, "close"):
        pytest.skip("the iterator cannot be closed")
    assert next(results) == "first"
    results.close()
    rest.open()
    executor.shutdown(wait=True)
    assert f"{names[-1]} returned" not in rest.journal.entries()


@verifies("MAP-13", relies_on=("waiting_spared",))
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


@verifies("MAP-27")
def test_map_over_nothing_after_shutdown_raises_or_is_empty(make_executor, observe):
    executor = make_executor()
    executor.shutdown(wait=True)
    try:
        results = executor.map(tasks.return_value, [])
    except RuntimeError:
        observe("raises RuntimeError")
    else:
        assert list(results) == []
        observe("returns an empty iterator")
