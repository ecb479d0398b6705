"""The chapter on the size of pools."""

import multiprocessing
import threading

import pytest

from executor_conformance import tasks
from executor_conformance.suite import verifies

SIZE = 2


@verifies("POO-03")
def test_more_calls_than_workers_are_all_made(executor, gate, helper):
    helper.open_after_a_look(gate)
    futures = [executor.submit(tasks.pass_gate_then_return, gate, i) for i in range(20)]
    assert [future.result() for future in futures] == list(range(20))


@verifies("POO-01")
def test_no_more_than_max_workers_calls_run_at_once(make_executor, journal, gate, helper):
    executor = make_executor(max_workers=SIZE)
    helper.open_after_a_look(gate)
    futures = [executor.submit(tasks.enter_and_leave, journal, gate) for _ in range(5 * SIZE)]
    for future in futures:
        future.result()
    inside = most = 0
    for entry in journal.entries():
        inside += 1 if entry == "entered" else -1
        most = max(most, inside)
    assert most <= SIZE, f"{most} calls ran at once with max_workers={SIZE}"


@verifies("POO-02", workers=3)
def test_as_many_calls_as_max_workers_run_at_once(make_executor, latch):
    executor = make_executor(max_workers=3)
    together = latch(3)
    for future in [executor.submit(tasks.meet, together) for _ in range(3)]:
        future.result()


@verifies("POO-04")
def test_one_worker_makes_all_calls_while_the_other_is_held(executor, gate):
    held = executor.submit(tasks.start_then_pass_gate, gate, "held")
    gate.journal.wait_for("held started")
    futures = [executor.submit(tasks.return_value, i) for i in range(10)]
    assert [future.result() for future in futures] == list(range(10))
    gate.open()
    assert held.result() == "held"


@verifies("POO-05")
def test_a_pool_without_workers_cannot_be_made(adapter):
    for size in (0, -1):
        with pytest.raises(ValueError):  # noqa: PT011 (the text is not promised)
            adapter.create(max_workers=size)


def workers_started_for_one_call(make_executor, gate, kind, name, size):
    """Return how many threads, or processes, an executor of that size starts for its first call."""
    census = multiprocessing.active_children if kind == "process" else threading.enumerate
    before = set(census())
    executor = make_executor(max_workers=size)
    executor.submit(tasks.start_then_pass_gate, gate, name)
    gate.journal.wait_for(f"{name} started")
    return len(set(census()) - before)


@verifies("POO-07")
def test_a_large_pool_starts_no_more_workers_for_one_call_than_a_small_one(
    make_executor, executor, gate, kind
):
    if kind == "process" and executor.submit(tasks.process_class).result() == "ForkProcess":
        pytest.skip("the workers are forked from the submitting process")
    # Threads that help to run the pool itself are in both counts.
    large = workers_started_for_one_call(make_executor, gate, kind, "large", 4)
    small = workers_started_for_one_call(make_executor, gate, kind, "small", 1)
    assert large <= small, f"{large} were started for one call with max_workers=4, {small} with 1"
