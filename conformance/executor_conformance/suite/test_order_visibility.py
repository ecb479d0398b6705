"""The chapter on order and overlap: what is visible on the other side."""

import threading

from executor_conformance import tasks
from executor_conformance.suite import verifies

SHARED_MEMORY = ("inline", "thread", "green")
ROUNDS = 50

OTHER_MEMORY = ("interpreter", "process")
FEW_ROUNDS = 10


@verifies("ORD-07", kinds=SHARED_MEMORY)
def test_a_call_sees_what_was_stored_before_it_was_submitted(executor):
    values = [0]
    for i in range(ROUNDS):
        values[0] = i
        assert executor.submit(tasks.read, values).result() == [i], "the call saw an older value"


@verifies("ORD-07", kinds=OTHER_MEMORY)
def test_a_call_sees_what_was_noted_before_it_was_submitted(executor, journal):
    for i in range(FEW_ROUNDS):
        journal.note(f"entry {i}")
        assert len(executor.submit(tasks.entries, journal).result()) == i + 1


def ways_to_learn(adapter, executor, helper):
    """Return the ways to learn that a call has ended, as functions that submit and wait."""

    def call_back(fn, *args):
        called = threading.Event()
        executor.submit(fn, *args).add_done_callback(lambda future: called.set())
        helper.wait_until(called.is_set)

    return {
        "result": lambda *call: executor.submit(*call).result(),
        "exception": lambda *call: executor.submit(*call).exception(),
        "wait": lambda *call: adapter.wait([executor.submit(*call)]),
        "as_completed": lambda *call: list(adapter.as_completed([executor.submit(*call)])),
        "map": lambda fn, *args: list(executor.map(fn, *([arg] for arg in args))),
        "a callback": call_back,
    }


@verifies("ORD-08", kinds=SHARED_MEMORY)
def test_what_a_call_stored_is_seen_by_whoever_has_its_outcome(adapter, executor, helper):
    for way, learn in ways_to_learn(adapter, executor, helper).items():
        for slowly in (*[False] * 20, True):
            values = []
            call = (tasks.append, values, 1)
            learn(tasks.slowly, *call) if slowly else learn(*call)
            assert values == [1], f"{way} came before the call had ended"


@verifies("ORD-08", kinds=OTHER_MEMORY)
def test_what_a_call_noted_is_seen_by_whoever_has_its_outcome(adapter, executor, journal, helper):
    for way, learn in ways_to_learn(adapter, executor, helper).items():
        learn(tasks.slowly, tasks.note, journal, way)
        assert journal.entries()[-1:] == [way], f"{way} came before the call had ended"
