"""Histories: which have an order, how they are recorded, and how they are shown."""

import logging
import sys
import threading
from concurrent.futures import CancelledError, Future, InvalidStateError, ThreadPoolExecutor

import pytest

import executor_reference
from executor_conformance.histories import (
    BareRound,
    History,
    LiveRound,
    Operation,
    PoolRound,
    as_table,
    find_order,
    future_programs,
    live_programs,
    pool_programs,
    record,
    require_order,
)
from executor_conformance.histories.sequential import SequentialFuture, SequentialPool
from executor_conformance.model import Answer, Step
from executor_conformance.rendezvous.local import LocalRendezvous

FAMILIES = pytest.mark.parametrize(
    "family", [sys.modules["concurrent.futures"], executor_reference], ids=lambda f: f.__name__
)
THREADS = ("executor", "caller 1", "caller 2")
CANCELLED = Answer(CancelledError(), raised=True)
REFUSED = Answer(InvalidStateError(), raised=True)
EARLY = Answer(TimeoutError(), raised=True)


@pytest.fixture(autouse=True)
def _without_log(caplog):
    caplog.set_level(logging.CRITICAL + 1, logger="concurrent.futures")


def future_history(*operations):
    """Make a history of one future out of (thread, step, answer, invoked, responded)."""
    made = [
        Operation(THREADS[thread], "future", step, answer, *times)
        for thread, step, answer, *times in operations
    ]
    return History(THREADS, tuple(made))


def pool_history(*operations):
    made = [
        Operation(THREADS[thread], "pool", Step(event), answer, *times)
        for thread, event, answer, *times in operations
    ]
    return History(THREADS, tuple(made))


ACCEPTED, OUT = Answer("a future"), Answer(RuntimeError(), raised=True)

RIGHT = {
    "one after another": future_history(
        (0, Step("set_result", 1), Answer(None), 1, 2), (1, Step("result", 0), Answer(1), 3, 4)
    ),
    "an answer from before the end": future_history(
        (0, Step("set_result", 1), Answer(None), 1, 6),
        (1, Step("done"), Answer(False), 2, 3),
        (1, Step("done"), Answer(True), 4, 5),
    ),
    "a cancellation that came first": future_history(
        (0, Step("set_result", 1), REFUSED, 1, 4), (1, Step("cancel"), Answer(True), 2, 3)
    ),
    "a cancellation that came last": future_history(
        (0, Step("set_result", 1), Answer(None), 1, 4), (1, Step("cancel"), Answer(False), 2, 3)
    ),
    "an end that nobody saw": future_history(
        (0, Step("set_result", 1), None, 1), (1, Step("result", 0), Answer(1), 2, 3)
    ),
    "an end that has not come": future_history(
        (0, Step("set_result", 1), None, 1), (1, Step("result", 0), EARLY, 2, 3)
    ),
    "no end after a cancellation": future_history(
        (0, Step("set_result", 1), None, 1),
        (1, Step("cancel"), Answer(True), 2, 3),
        (2, Step("result", 0), CANCELLED, 4, 5),
    ),
    "a moment when it closes": pool_history(
        (0, "submit", ACCEPTED, 1, 6), (1, "shutdown", Answer(None), 2, 5), (2, "submit", OUT, 3, 4)
    ),
}
WRONG = {
    "two winners": future_history(
        (0, Step("set_result", 1), Answer(None), 1, 4), (1, Step("cancel"), Answer(True), 2, 3)
    ),
    "no winner": future_history(
        (0, Step("set_result", 1), REFUSED, 1, 4), (1, Step("cancel"), Answer(False), 2, 3)
    ),
    "done, and without a result": future_history(
        (0, Step("set_result", 1), Answer(None), 1, 6),
        (1, Step("done"), Answer(True), 2, 3),
        (1, Step("result", 0), EARLY, 4, 5),
    ),
    "done, and no longer": future_history(
        (0, Step("set_result", 1), Answer(None), 1, 6),
        (1, Step("done"), Answer(True), 2, 3),
        (2, Step("done"), Answer(False), 4, 5),
    ),
    "a result of nobody": future_history((1, Step("result", 0), Answer(1), 2, 3)),
    "a result before its call": future_history(
        (1, Step("result", 0), Answer(1), 1, 2), (0, Step("set_result", 1), Answer(None), 3, 4)
    ),
    "a late refusal": pool_history(
        (0, "submit", OUT, 1, 2), (1, "shutdown", Answer(None), 3, 4), (2, "submit", OUT, 5, 6)
    ),
    "refused, and accepted again": pool_history(
        (0, "shutdown", Answer(None), 1, 6), (1, "submit", OUT, 2, 3), (2, "submit", ACCEPTED, 4, 5)
    ),
    "another error": pool_history((0, "submit", Answer(ValueError(), raised=True), 1, 2)),
    "a shutdown that fails": pool_history((0, "shutdown", OUT, 1, 2)),
}


@pytest.mark.parametrize("history", RIGHT.values(), ids=[*RIGHT])
def test_a_history_that_has_an_order(history):
    require_order(history)


@pytest.mark.parametrize("history", WRONG.values(), ids=[*WRONG])
def test_a_history_that_has_none(history):
    with pytest.raises(AssertionError, match="in no order, one after another, could the oper"):
        require_order(history)


def test_an_order_is_found_and_told():
    history = RIGHT["an answer from before the end"]
    ended, before, after = history.operations
    assert find_order(history.operations, SequentialFuture()) == (before, ended, after)


def test_a_callback_is_called_at_once_when_the_future_is_done_and_only_then():
    ended = Operation("executor", "future", Step("set_result", 1), Answer(None), 3, 4)
    for begin, end, called in ((5, 6, False), (1, 2, True)):
        step = Step("add_done_callback")
        added = Operation("caller 1", "future", step, Answer(None), begin, end, called)
        assert find_order((ended, added), SequentialFuture()) is None


def test_each_future_of_an_executor_is_looked_at_alone():
    pool = pool_history((0, "submit", ACCEPTED, 1, 2), (1, "submit", ACCEPTED, 3, 4))
    assert find_order(pool.operations, SequentialPool()) is not None
    right = Operation("executor", "call 1", Step("result", 0), EARLY, 5, 6)
    wrong = Operation("executor", "call 2", Step("cancel"), Answer(False), 7, 8)
    with pytest.raises(AssertionError, match="the operations on the call 2 have had"):
        require_order(History(THREADS, (*pool.operations, right, wrong)))


def test_a_table_shows_threads_against_time():
    history = future_history(
        (0, Step("set_running_or_notify_cancel"), Answer(True), 1, 2),
        (0, Step("set_result", 7), Answer(None), 3, 6),
        (1, Step("cancel"), Answer(True), 4, 5),
        (2, Step("result", 0), EARLY, 7, 8),
    )
    assert as_table(history) == (
        "    executor                           caller 1     caller 2\n"
        " 1  set_running_or_notify_cancel()\n"
        " 2  └ True\n"
        " 3  set_result(7)\n"
        " 4  │                                  cancel()\n"
        " 5  │                                  └ True\n"
        " 6  └ None\n"
        " 7                                                  result(0)\n"
        " 8                                                  └ raised TimeoutError"
    )


def test_a_table_fits_eighty_columns():
    long = Answer(["a value that is quite long"] * 9)
    history = future_history(
        *((n, Step("set_result", long.given), long, 2 * n, 2 * n + 1) for n in range(3))
    )
    lines = as_table(history).splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[1].endswith("…")


def test_what_an_executor_does_by_itself_is_not_shown():
    assert "set_result" not in as_table(RIGHT["an end that nobody saw"])


@FAMILIES
def test_futures_that_keep_the_table_have_an_order(family):
    rounds = [BareRound(family.Future(), program) for program in future_programs(40, seed=1)]
    for history in record(rounds):
        require_order(history)


@FAMILIES
def test_pools_that_keep_the_table_have_an_order(family):
    rendezvous = LocalRendezvous()
    with family.ThreadPoolExecutor(1) as executor:
        rounds = [
            LiveRound(executor, rendezvous.gate(), 1, number, program)
            for number, program in enumerate(live_programs(5, seed=1))
        ]
        for history in record(rounds):
            require_order(history)
    rounds = [PoolRound(family.ThreadPoolExecutor(1), program) for program in pool_programs(5, 1)]
    for history in record(rounds):
        require_order(history)


class CalledTwice(Future):
    def add_done_callback(self, fn):
        super().add_done_callback(fn)
        super().add_done_callback(fn)


def test_a_callback_that_is_called_twice_is_found():
    program = ((Step("add_done_callback"), Step("set_result", 1)), (), ())
    with pytest.raises(AssertionError, match=r"a callback was called 2 times:\n +executor "):
        record([BareRound(CalledTwice(), program)])


class EndsInTwoSteps(Future):
    """Can be cancelled while it ends, for no longer than a thread takes to go on."""

    def cancel(self):
        if self.done() or self.running():
            return self.cancelled()
        super().cancel()
        return True


def test_two_steps_without_a_lock_are_found():
    # Some of these rounds are enough, on every build; how many there are, chance decides.
    for seed in range(100):
        rounds = [BareRound(EndsInTwoSteps(), program) for program in future_programs(60, seed)]
        for history in record(rounds):
            try:
                require_order(history)
            except AssertionError:
                return
    pytest.fail("none of these threads met")


def test_programs_depend_on_the_seed_alone():
    for programs in (future_programs, live_programs, pool_programs):
        first, again, other = ([*map(str, programs(20, seed))] for seed in (1, 1, 2))
        assert first != other
        if programs is not future_programs:  # their values are new objects
            assert first == again
        assert [*map(len, first)] == [*map(len, again)]


def test_recording_leaves_the_interpreter_as_it_was():
    before = sys.getswitchinterval(), sys.gettrace(), threading.active_count()
    record([BareRound(Future(), program) for program in future_programs(3, seed=0)])
    assert (sys.getswitchinterval(), sys.gettrace(), threading.active_count()) == before


def test_threads_of_one_round_run_at_the_same_time():
    meeting = threading.Barrier(3)

    class Meets(Future):
        def running(self):
            meeting.wait()
            return super().running()

    # It would hang otherwise.
    record([BareRound(Meets(), ((Step("running"),),) * 3)])


def test_an_executor_of_the_standard_library_survives_its_rounds():
    executor = ThreadPoolExecutor(1)
    [history] = record([PoolRound(executor, program) for program in pool_programs(1, seed=3)])
    require_order(history)
    with pytest.raises(RuntimeError):
        executor.submit(int)
