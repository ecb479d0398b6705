"""The chapter on `map`."""

from executor_conformance import tasks
from executor_conformance.suite import verifies

WITH_GATES = ("thread", "green", "interpreter", "process", "distributed")


@verifies("MAP-23")
def test_map_returns_an_iterator_over_the_results(executor):
    results = executor.map(tasks.return_value, ["only"])
    assert iter(results) is results, f"map returned {results!r}, no iterator"
    assert list(results) == ["only"]


@verifies("MAP-01", kinds=WITH_GATES, workers=2)
def test_results_come_in_the_order_of_the_inputs(executor, gates, journal):
    first, second = gates(2)
    results = executor.map(tasks.pass_gate_then_return, [first, second], ["a", "b"])
    second.open()
    journal.wait_for("b returned")
    first.open()
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
    executor.map(tasks.note, [journal] * 5, ["called"] * 5)
    journal.wait_for("called", times=5)


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
