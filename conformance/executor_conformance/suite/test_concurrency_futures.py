"""The chapter on concurrent use: futures that several threads use at the same time."""

from __future__ import annotations

import random
from concurrent.futures import FIRST_COMPLETED, CancelledError, InvalidStateError
from functools import partial

from executor_conformance import tasks
from executor_conformance.suite import WITH_GATES, verifies
from executor_conformance.suite.crowd import Crowd, in_rounds
from executor_conformance.suite.preparing import (
    cancel_or_skip,
    cancellable,
    error_of,
)

ROUNDS = {"inline": 100, "thread": 200}
FEWER_ROUNDS = 40
"""Where a round takes longer."""


@verifies("CCY-03", relies_on=("cancel",))
def test_either_the_call_or_its_cancellation_takes_effect(executor, journal, kind):
    for number in range(ROUNDS.get(kind, FEWER_ROUNDS)):
        future = executor.submit(tasks.return_value, number)
        # With the interpreter lock, the worker is somewhere on its way now.
        cancelled = future.cancel()
        error = error_of(future.result)
        assert cancelled == future.cancelled() == isinstance(error, CancelledError)
        assert cancelled or future.result() == number


@verifies("CCY-03", kinds=WITH_GATES, relies_on=("cancel", "running_spared"))
def test_a_call_that_was_cancelled_does_not_run(executor, journal):
    futures = [executor.submit(tasks.note, journal, f"call {i}") for i in range(20)]
    cancelled = {f"call {i}" for i in reversed(range(20)) if futures[i].cancel()}
    for future in futures:
        error_of(future.result)
    assert {*journal.entries()} == {f"call {i}" for i in range(20)} - cancelled


@verifies("CCY-03", relies_on=("other_threads", "cancel"))
def test_either_cancel_or_set_result_takes_effect(bare_future):
    futures = [bare_future() for _ in range(100)]
    outcomes = in_rounds(
        len(futures),
        lambda number: futures[number].cancel(),
        lambda number: error_of(lambda: futures[number].set_result(number)),
    )
    for future, (cancelled, error) in zip(futures, outcomes, strict=True):
        assert cancelled is isinstance(error, InvalidStateError), f"{cancelled}, {error!r}"
        assert cancelled is future.cancelled()


def waiting_in_every_way(future, wait, as_completed):
    """Return functions that wait for a future, and return what they learn of it."""
    return [
        lambda: error_of(future.result),
        lambda: error_of(future.exception),
        lambda: wait([future]).done == {future},
        lambda: wait([future], return_when=FIRST_COMPLETED).done == {future},
        lambda: list(as_completed([future])) == [future],
    ]


@verifies("CCY-04", kinds=WITH_GATES, relies_on=("other_threads",))
def test_all_who_wait_are_released_when_the_call_has_ended(
    executor, gate, wait, as_completed, helper
):
    future = executor.submit(tasks.pass_gate, gate)
    crowd = Crowd(waiting_in_every_way(future, wait, as_completed) * 3)
    helper.act_once_blocked(gate.open)
    assert crowd.outcomes() == [None, None, True, True, True] * 3


@verifies("CCY-04", kinds=WITH_GATES, relies_on=("other_threads", "cancel"))
def test_all_who_wait_are_released_when_the_call_was_cancelled(
    executor, gate, wait, as_completed, helper, beyond_prefetch
):
    future = cancellable(executor, gate, beyond_prefetch)
    crowd = Crowd(waiting_in_every_way(future, wait, as_completed) * 3)
    cancel_or_skip(future)
    gate.open()
    outcomes = crowd.outcomes()
    for released in range(0, len(outcomes), 5):
        result, exception, *counted = outcomes[released : released + 5]
        assert isinstance(result, CancelledError), f"result raised {result!r}"
        assert isinstance(exception, CancelledError), f"exception raised {exception!r}"
        assert counted == [True] * 3


@verifies("CCY-11")
def test_no_end_of_a_call_is_missed(executor, wait, as_completed, kind):
    for number in range(ROUNDS.get(kind, FEWER_ROUNDS)):
        futures = [executor.submit(tasks.return_value, number) for _ in range(4)]
        assert futures[0].result() == number
        assert futures[1].exception() is None
        assert wait(futures[2:3]).done == {futures[2]}
        assert list(as_completed(futures[3:])) == [futures[3]]


@verifies("CCY-11", relies_on=("other_threads",))
def test_no_outcome_is_missed(bare_future, wait, as_completed):
    futures = [bare_future() for _ in range(60)]
    ways = [waiting_in_every_way(future, wait, as_completed) for future in futures]
    learnt = in_rounds(
        len(futures),
        lambda number: ways[number][number % 5](),
        lambda number: futures[number].set_result(number),
    )
    assert [waited for waited, _ in learnt] == [None, None, True, True, True] * 12


@verifies("CCY-05", kinds=WITH_GATES, queued=20, relies_on=("other_threads",))
def test_waiting_for_sets_that_overlap(executor, gate, wait, as_completed):
    futures = [executor.submit(tasks.pass_gate_then_return, gate, i) for i in range(4)]
    futures += [executor.submit(tasks.return_value, i) for i in range(16)]
    chance = random.Random(1)

    def wait_for(some):
        return wait(some) == (set(some), set())

    def go_over(some):
        return sorted(map(id, as_completed(some))) == sorted(map(id, some))

    permuted = [chance.sample(futures, len(futures) - i) for i in range(10)]
    crowd = Crowd(partial((wait_for, go_over)[i % 2], some) for i, some in enumerate(permuted))
    gate.open()
    assert crowd.results() == [True] * len(permuted)


@verifies("CCY-06", relies_on=("other_threads",))
def test_callbacks_added_while_a_future_becomes_done_are_called_once(bare_future):
    futures = [bare_future() for _ in range(60)]
    called = []

    def add(number):
        for _ in range(3):
            futures[number].add_done_callback(lambda _: called.append(number))

    in_rounds(len(futures), add, add, lambda number: futures[number].set_result(number))
    assert sorted(called) == [number for number in range(len(futures)) for _ in range(6)]


@verifies("CCY-06")
def test_callbacks_added_while_a_call_ends_are_called_once(executor, calls, kind):
    rounds = ROUNDS.get(kind, FEWER_ROUNDS)
    for number in range(rounds):
        future = executor.submit(tasks.return_none)
        for i in range(5):
            future.add_done_callback(lambda _, name=(number, i): calls(name))
        future.result()
    called = sorted(args[0] for args, _ in calls.wait(5 * rounds))
    assert called == [(number, i) for number in range(rounds) for i in range(5)]


@verifies("CCY-08", kinds=WITH_GATES, relies_on=("cancel",))
def test_a_future_answers_while_its_callback_is_blocked(executor, gates, calls, wait, as_completed):
    call, callback = gates(2)
    future = executor.submit(tasks.pass_gate_then_return, call, "value")
    future.add_done_callback(lambda _: (calls(), callback.wait()))
    call.open()
    calls.wait()
    assert (future.done(), future.running(), future.cancelled()) == (True, False, False)
    assert (future.result(), future.exception(), future.cancel()) == ("value", None, False)
    assert wait([future]) == ({future}, set())
    assert list(as_completed([future])) == [future]
    future.add_done_callback(calls)
    assert len(calls.wait(2)) == 2
