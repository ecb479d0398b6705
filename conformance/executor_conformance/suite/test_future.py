"""The chapter on future states: what a future says of its call."""

import copy
import pickle
import weakref
from concurrent.futures import CancelledError

import pytest

from executor_conformance import tasks
from executor_conformance.suite import WITH_GATES, verifies
from executor_conformance.suite.preparing import error_of
from executor_conformance.suite.queueing import come_past

LOCAL_WITH_GATES = ("thread", "green", "interpreter", "process")


def answers(future):
    """Return what `running`, `done` and `cancelled` say."""
    return {name: getattr(future, name)() for name in ("running", "done", "cancelled")}


PENDING = {"running": False, "done": False, "cancelled": False}
RUNNING = {"running": True, "done": False, "cancelled": False}
CANCELLED = {"running": False, "done": True, "cancelled": True}
FINISHED = {"running": False, "done": True, "cancelled": False}


@verifies("FUT-01", kinds=WITH_GATES, counted=True)
def test_a_waiting_call_is_neither_running_nor_done(queue_up):
    queued = queue_up()
    assert answers(queued[-1]) == PENDING


@verifies("FUT-01")
def test_a_bare_future_is_neither_running_nor_done(bare_future):
    assert answers(bare_future()) == PENDING


@verifies("FUT-02", kinds=WITH_GATES)
def test_a_call_that_is_executed_is_running(executor, gate):
    future = executor.submit(tasks.start_then_pass_gate, gate, "call")
    gate.journal.wait_for("call started")
    assert answers(future) == RUNNING


@verifies("FUT-03")
def test_a_call_that_has_returned_is_done(executor):
    future = executor.submit(tasks.return_none)
    future.result()
    assert answers(future) == FINISHED


@verifies("FUT-03")
def test_a_call_that_has_raised_is_done(executor):
    future = executor.submit(tasks.fail_with, ValueError("on purpose"))
    error_of(future.result)
    assert answers(future) == FINISHED


@verifies("FUT-04", kinds=WITH_GATES, counted=True, relies_on=("cancel",))
def test_a_cancelled_call_is_done(executor, gate, queue_up):
    queued = queue_up()
    future = queued[-1]
    assert future.cancel() is True
    assert answers(future) == CANCELLED
    come_past(executor, gate, queued)
    assert answers(future) == CANCELLED, "it was no longer so once the executor had come past it"


@verifies("FUT-11")
def test_futures_of_equal_results_are_different_keys(executor):
    futures = [executor.submit(tasks.return_value, "same") for _ in range(3)]
    number_of = {future: i for i, future in enumerate(futures)}
    for future in futures:
        future.result()
    assert [number_of.get(future) for future in futures] == [0, 1, 2]
    assert len({*futures, *futures}) == 3
    assert futures[0] == futures[0]
    assert futures[0] != futures[1], "two futures with the same result are equal"


@verifies("FUT-12")
def test_a_future_can_be_referred_to_weakly(executor):
    future = executor.submit(tasks.return_none)
    assert weakref.ref(future)() is future
    assert weakref.WeakKeyDictionary({future: 1})[future] == 1


@verifies("FUT-12")
def test_an_executor_can_be_referred_to_weakly(executor):
    assert weakref.ref(executor)() is executor


def copies_of(future):
    """Return the copies that can be made of a future, by what makes them."""
    ways = {
        "copy.copy": copy.copy,
        "copy.deepcopy": copy.deepcopy,
        "pickle": lambda future: pickle.loads(pickle.dumps(future)),
    }
    made = {}
    for name, make in ways.items():
        try:
            made[name] = make(future)
        except Exception:
            # That it cannot be copied is what most futures should say.
            continue
    return made


@verifies("FUT-13", kinds=LOCAL_WITH_GATES)
def test_copies_of_a_future_follow_it_or_cannot_be_made(executor, gate, helper):
    future = executor.submit(tasks.pass_gate_then_return, gate, "value")
    copies = copies_of(future)
    gate.open()
    future.result()
    for way, duplicate in copies.items():
        assert helper.look_for(duplicate.done), f"what {way} made of a future is never done"
        assert duplicate.result(timeout=0) == "value"


@verifies("FUT-13")
def test_copies_of_a_finished_future_have_its_outcome_or_cannot_be_made(executor):
    future = executor.submit(tasks.return_value, "value")
    future.result()
    for way, duplicate in copies_of(future).items():
        assert duplicate.done(), f"what {way} made of a finished future is not done"
        assert duplicate.result() == "value"


@verifies("FUT-05", kinds=WITH_GATES, counted=True, relies_on=("cancel",))
def test_a_cancelled_future_stays_as_it_is(executor, gate, queue_up):
    queued = queue_up()
    future = queued[-1]
    assert future.cancel() is True
    come_past(executor, gate, queued)
    future.cancel()
    with pytest.raises(CancelledError):
        future.result(timeout=0)
    assert answers(future) == CANCELLED


@verifies("FUT-05", relies_on=("cancel",))
def test_a_finished_future_stays_as_it_is(executor):
    future = executor.submit(tasks.return_value, "value")
    for _ in range(2):
        assert future.result() == "value"
        future.cancel()
        assert answers(future) == FINISHED
