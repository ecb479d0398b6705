"""The chapter on initializers: those that raise, or cannot be sent."""

import logging
import sys
import traceback
from concurrent.futures import BrokenExecutor

import pytest

from executor_conformance import noting, tasks, unsendable
from executor_conformance.suite import verifies
from executor_conformance.suite.leftovers import shut_down_and_find_pending


def submit_or_get_error(executor):
    """Return a future, or the error of a pool that is broken by now and refuses the call."""
    try:
        return executor.submit(tasks.return_none)
    except BrokenExecutor as error:
        return error


def error_of(call):
    """Wait for the exception of a call, unless it was refused with it."""
    return call if isinstance(call, BrokenExecutor) else call.exception()


@verifies("INI-05")
def test_waiting_calls_fail_when_an_initializer_raises(make_executor, gate, helper):
    helper.open_after_a_look(gate)
    executor = make_executor(
        initializer=tasks.pass_gate_then_fail, initargs=(gate, ValueError("on purpose"))
    )
    waiting = [submit_or_get_error(executor) for _ in range(5)]
    for call in waiting:
        assert isinstance(error_of(call), BrokenExecutor)


@verifies("INI-06")
def test_submit_raises_when_an_initializer_has_raised(make_executor):
    error = SystemExit("on purpose")
    executor = make_executor(max_workers=1, initializer=tasks.fail_with, initargs=(error,))
    error_of(submit_or_get_error(executor))
    for _ in range(2):
        with pytest.raises(BrokenExecutor):
            executor.submit(tasks.return_none)


@verifies("INI-07")
def test_a_running_call_goes_on_when_another_initializer_raises(make_executor, gate):
    executor = make_executor(
        max_workers=2, initializer=tasks.fail_if_noted, initargs=(gate.journal, "held started")
    )
    held = executor.submit(tasks.start_then_pass_gate, gate, "held")
    gate.journal.wait_for("held started")
    # It fails, unless its worker was there before.
    error_of(submit_or_get_error(executor))
    assert not held.done(), "the running call has been given up"
    gate.open()
    assert held.result() == "held"


@verifies("INI-09")
def test_the_exception_of_an_initializer_can_be_found(make_executor, journal, monkeypatch):
    # Workers report in their own processes, or in this one, which is as before in the end.
    monkeypatch.setattr(sys, "stderr", sys.stderr)
    monkeypatch.setattr(logging.getLogger(), "handlers", [*logging.getLogger().handlers])
    noting.note_reports(journal)
    executor = make_executor(
        max_workers=1,
        initializer=noting.note_reports_then_fail,
        initargs=(journal, ValueError("on purpose")),
    )
    broken = error_of(submit_or_get_error(executor))
    executor.shutdown(wait=True)
    reported = "".join([*journal.entries(), *traceback.format_exception(broken)])
    assert "on purpose" in reported, "nothing tells what the initializer raised"
    assert noting.note_reports_then_fail.__name__ in reported, "nothing tells where it was raised"


@verifies("INI-10")
def test_an_initializer_that_cannot_be_pickled_leaves_nothing_pending(adapter, helper):
    futures = []
    try:
        executor = adapter.create(
            max_workers=1, initializer=tasks.return_value, initargs=(unsendable.NotPickled(),)
        )
    except Exception:
        return  # It was noticed at the first opportunity.
    for _ in range(2):
        try:
            futures.append(executor.submit(tasks.return_none))
        except Exception:
            continue
    pending = shut_down_and_find_pending(executor, futures, helper)
    assert not pending, "an accepted call is pending for ever"
