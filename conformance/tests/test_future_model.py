"""What the driver says, and what it refuses."""

import concurrent.futures
from concurrent.futures import Future

import pytest

import executor_spec
from executor_conformance.model import Driver, FutureModel, Step, drive, walks
from executor_conformance.model.subject import CALLS

TABLE = executor_spec.load_states()


class CancelsFinished(Future):
    def cancel(self):
        return super().cancel() or not self.running()


class BeginsDone(Future):
    def done(self):
        return True


def failure(make_future, *steps):
    with pytest.raises(AssertionError) as raised:
        drive(make_future, steps)
    return str(raised.value)


def test_a_failure_tells_what_was_expected_and_all_steps():
    assert failure(CancelsFinished, Step("set_result", 7), Step("cancel"), Step("result")) == (
        "in the state 'finished with a value', cancel() returns False, but it returned True. "
        "Steps:\n"
        "  1. pending: set_result(7) returned None\n"
        "  2. finished with a value: cancel() returned True"
    )


def test_a_new_future_is_looked_at_before_the_first_step():
    assert failure(BeginsDone) == (
        "in the state 'pending', done() returns False, but it returned True. Steps:\n  none yet"
    )


def test_each_permitted_outcome_is_accepted():
    drive(Future, [Step("cancel"), Step("counted_as_done")])

    def counts_at_once(futures, timeout):
        return concurrent.futures._base.DoneAndNotDoneFutures(set(futures), set())

    drive(Future, [Step("cancel"), Step("counted_as_done")], wait=counts_at_once)


def test_both_functions_are_asked_whether_a_future_counts():
    with pytest.raises(AssertionError, match="is counted, but it returned False"):
        drive(
            Future,
            [Step("set_result", 1), Step("counted_as_done")],
            as_completed=lambda futures, timeout: iter(()),
        )


def test_a_step_that_would_wait_for_ever_is_refused():
    with pytest.raises(ValueError, match=r"result\(None\) in the state 'pending' waits for ever"):
        Driver(Future()).take(Step("result"))


def test_an_unknown_event_is_refused_with_the_nearest():
    with pytest.raises(executor_spec.UnknownEventError, match="Did you mean set_result"):
        Driver(Future()).take(Step("set_results", 1))


def test_every_event_of_the_table_can_be_done():
    assert set(CALLS) == {event.name for event in TABLE.events}


def test_walks_come_through_every_cell():
    visited = set()
    for steps in walks(TABLE):
        model = FutureModel()
        for step in steps:
            visited.add((model.state.name, step.event))
            model.take(step)
    assert visited == set(TABLE.cells)


def test_a_model_counts_its_callbacks():
    model = FutureModel()
    for event in ("add_done_callback", "add_done_callback", "cancel", "add_done_callback"):
        model.take(Step(event))
    assert (model.called, model.kept) == (3, 0)
