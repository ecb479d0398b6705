"""Random events on a bare future: each answer, query and callback is as the state table has it.

The futures in this file break the table, each by one change, to prove that the machine notices.
"""

import concurrent.futures
import logging
from concurrent.futures import CancelledError, Future, InvalidStateError

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

import executor_reference
import executor_spec
from executor_conformance.model import Driver, Step, drive, walks, ways

TABLE = executor_spec.load_states()

SETTINGS = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=100,
    stateful_step_count=8,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
    verbosity=Verbosity.quiet,
    report_multiple_bugs=False,
    print_blob=False,
)

# Values that are easily taken for no value, or for a failure.
VALUES = st.one_of(st.none(), st.booleans(), st.integers(0, 1), st.builds(ValueError))
# A call may raise the very errors by which a future says that there is no outcome.
EXCEPTIONS = st.one_of(st.builds(ValueError), st.builds(TimeoutError), st.builds(CancelledError))
FAMILIES = pytest.mark.parametrize(
    "family", [concurrent.futures, executor_reference], ids=lambda family: family.__name__
)


@pytest.fixture(autouse=True)
def _without_log(caplog):
    # CPython logs each call of `set_running_or_notify_cancel` that it refuses.
    caplog.set_level(logging.CRITICAL + 1, logger="concurrent.futures")


class FutureMachine(RuleBasedStateMachine):
    """Chooses the steps; the driver compares. A subclass says how to make a future."""

    def __init__(self):
        super().__init__()
        self.driver = self.make_driver()

    # Left to chance, few lives would come to the states at the end of a way.
    @initialize(way=st.sampled_from([*ways(TABLE).values()]))
    def begin(self, way):
        for step in way:
            self.driver.take(step)

    def teardown(self):
        # Whatever was added on the way shows what became of it.
        if not self.driver.model.state.done:
            self.driver.take(Step("set_result", "late"))

    @rule()
    def cancel(self):
        self.driver.take(Step("cancel"))

    @rule()
    def set_running_or_notify_cancel(self):
        self.driver.take(Step("set_running_or_notify_cancel"))

    @rule(value=VALUES)
    def set_result(self, value):
        self.driver.take(Step("set_result", value))

    @rule(exception=EXCEPTIONS)
    def set_exception(self, exception):
        self.driver.take(Step("set_exception", exception))

    @rule(event=st.sampled_from(["result", "exception"]), timeout=st.sampled_from([0, -1, -0.5]))
    def ask_without_waiting(self, event, timeout):
        self.driver.take(Step(event, timeout))

    @precondition(lambda self: self.driver.model.state.done)
    @rule(event=st.sampled_from(["result", "exception"]), timeout=st.sampled_from([None, 1e6]))
    def ask_what_is_there(self, event, timeout):
        self.driver.take(Step(event, timeout))

    @rule()
    def add_done_callback(self):
        self.driver.take(Step("add_done_callback"))

    @rule()
    def look_by_wait_and_as_completed(self):
        self.driver.take(Step("counted_as_done"))


def run_machine(make_driver, **changes):
    machine = type("Machine", (FutureMachine,), {"make_driver": lambda self: make_driver()})
    run_state_machine_as_test(machine, settings=settings(SETTINGS, **changes))


def walk_everywhere(make_future, **functions):
    for steps in walks(TABLE):
        drive(make_future, steps, **functions)


@FAMILIES
def test_any_events(family):
    run_machine(lambda: Driver(family.Future(), wait=family.wait, as_completed=family.as_completed))


@FAMILIES
def test_every_cell(family):
    walk_everywhere(family.Future, wait=family.wait, as_completed=family.as_completed)


class CancelsFinished(Future):
    """Claims that it has cancelled a call that has ended."""

    def cancel(self):
        return super().cancel() or not self.running()


class CallsBackTwice(Future):
    """Runs its callbacks once more."""

    def _invoke_callbacks(self):
        super()._invoke_callbacks()
        super()._invoke_callbacks()


class ForgetsCancellation(Future):
    """Takes a result after it was cancelled."""

    def set_result(self, result):
        try:
            super().set_result(result)
        except InvalidStateError:
            if not self.cancelled():
                raise
            self._result = result
            self._state = "FINISHED"


class HandsOverResult(Future):
    """Calls back with the value in place of the future."""

    def add_done_callback(self, fn):
        super().add_done_callback(lambda future: fn(future._result))


class DoesNotWait(Future):
    """Gives None for a value that is not there yet."""

    def result(self, timeout=None):
        try:
            return super().result(timeout)
        except TimeoutError:
            if self.done():
                raise
            return None


class CountsNeverCancelled(Future):
    """Stays unacknowledged, so that `wait` never counts its cancellation."""

    def set_running_or_notify_cancel(self):
        if self.cancelled():
            return False
        return super().set_running_or_notify_cancel()


class HidesFailure(Future):
    """Gives None for the exception of a call that failed."""

    def exception(self, timeout=None):
        super().exception(timeout)


class RunsAgain(Future):
    """Can be started twice."""

    def set_running_or_notify_cancel(self):
        return self.running() or super().set_running_or_notify_cancel()


class DropsLateCallback(Future):
    """Keeps no callback that is added after the start."""

    def add_done_callback(self, fn):
        if not self.running():
            super().add_done_callback(fn)


class LosesCancellation(Future):
    """Is finished with an exception of its own once a cancellation is acknowledged."""

    def set_running_or_notify_cancel(self):
        started = super().set_running_or_notify_cancel()
        if not started:
            self._exception = CancelledError()
            self._state = "FINISHED"
        return started


WRONG = [
    CancelsFinished,
    CallsBackTwice,
    ForgetsCancellation,
    HandsOverResult,
    DoesNotWait,
    CountsNeverCancelled,
    HidesFailure,
    RunsAgain,
    DropsLateCallback,
    LosesCancellation,
]


# The walks below find all of them; the slower machine has to prove itself on some.
@pytest.mark.parametrize("wrong", WRONG[:5])
def test_the_machine_finds_a_wrong_future(wrong):
    with pytest.raises(AssertionError, match=r"Steps:\n  1\. pending: "):
        # The search ends with the first failure, which other versions of Hypothesis meet later.
        run_machine(lambda: Driver(wrong()), phases=[Phase.generate], max_examples=1000)


@pytest.mark.parametrize("wrong", WRONG)
def test_the_walks_find_a_wrong_future(wrong):
    with pytest.raises(AssertionError, match=r"Steps:\n  1\. pending: "):
        walk_everywhere(wrong)
