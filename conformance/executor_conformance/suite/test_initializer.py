"""The chapter on initializers."""

import pytest

from executor_conformance import tasks
from executor_conformance.suite import verifies
from executor_conformance.suite.contexts import quickly


@verifies("INI-01")
def test_the_initializer_has_returned_in_a_worker_before_its_first_call(
    make_executor, gate, helper, kind
):
    helper.open_after_a_look(gate)
    executor = make_executor(
        initializer=tasks.initialize_through_gate, initargs=(gate, "initialized")
    )
    read = tasks.initialized_in_thread if kind == "thread" else tasks.initialized_in_process
    futures = [executor.submit(read) for _ in range(6)]
    assert [future.result() for future in futures] == [("initialized",)] * 6


@verifies("INI-02")
def test_the_initializer_runs_once_in_each_worker(make_executor, kind):
    in_thread = kind == "thread"
    here = tasks.times_initialized(in_thread)
    executor = make_executor(initializer=tasks.count_initialization)
    futures = [executor.submit(tasks.times_initialized, in_thread) for _ in range(12)]
    assert [future.result() for future in futures] == [1] * 12
    assert tasks.times_initialized(in_thread) == here, "it was called by who made the executor"


@verifies("INI-03")
def test_initargs_are_the_positional_arguments(make_executor, journal):
    given = ("first", ("a", "tuple"), None)
    executor = make_executor(max_workers=1, initializer=tasks.note_call, initargs=(journal, *given))
    executor.submit(tasks.return_none).result()
    assert journal.entries()[0] == repr(given)


@verifies("INI-04")
def test_an_initializer_that_cannot_be_called_is_refused(adapter):
    with pytest.raises(TypeError):
        adapter.create(max_workers=1, initializer=5)


@verifies("INI-08")
def test_a_replacement_has_run_the_initializer(make_executor, gate, profile):
    gate.open()
    executor = make_executor(
        max_workers=1,
        initializer=tasks.initialize_through_gate,
        initargs=(gate, "initialized"),
        max_tasks_per_child=1,
        **quickly(profile),
    )
    found = [executor.submit(tasks.initialized_in_process).result() for _ in range(2)]
    assert found == [("initialized",)] * 2
