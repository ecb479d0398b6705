"""The chapter on the size of pools."""

import multiprocessing
import os
import sys
import threading
import time

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


@verifies("POO-06")
def test_the_default_size_follows_the_number_of_processors(
    adapter, gate, helper, kind, monkeypatch
):
    # Few, so that a large machine does not start hundreds of processes.
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(os, "process_cpu_count", lambda: 1, raising=False)
    processors = 1 if sys.version_info >= (3, 13) else 2
    size = processors if kind == "process" else processors + 4
    with adapter.create() as executor:
        futures = [
            executor.submit(tasks.start_then_pass_gate, gate, "call") for _ in range(size + 1)
        ]
        gate.journal.wait_for("call started", size)
        more = helper.look_for(lambda: len(gate.journal.entries()) > size)
        gate.open()
        for future in futures:
            future.result()
    assert not more, f"more than {size} calls ran at once"


@verifies("POO-14")
def test_a_size_that_is_no_integer(adapter, observe):
    try:
        executor = adapter.create(max_workers=1.5)
    except TypeError:
        observe("`TypeError`")
    except ValueError:
        observe("`ValueError`")
    else:
        observe("it is accepted")
        executor.shutdown(wait=True)


@verifies("POO-13", relies_on=("other_threads",))
def test_a_call_that_waits_for_another_of_the_same_worker(make_executor, observe, scaled):
    executor = make_executor(max_workers=1)

    def outer():
        try:
            return executor.submit(tasks.return_value, "made").result(timeout=scaled(0.03))
        except TimeoutError:
            return "waits"

    made = executor.submit(outer).result() == "made"
    observe("the inner call is made" if made else "the inner call waits for ever")


@verifies("POO-09")
def test_an_executor_is_not_affected_by_the_end_of_another(make_executor):
    first, second = make_executor(max_workers=1), make_executor(max_workers=1)
    assert first.submit(tasks.return_value, 1).result() == 1
    before = second.submit(tasks.return_value, 2)
    first.shutdown(wait=True)
    assert before.result() == 2
    assert second.submit(tasks.return_value, 3).result() == 3


@verifies("POO-09", kinds=("thread", "green", "interpreter", "process"), counted=True)
def test_an_executor_is_not_affected_by_another_that_is_full(
    make_executor, executor, gate, beyond_prefetch
):
    full = make_executor(max_workers=1)
    for _ in range(beyond_prefetch):
        full.submit(tasks.pass_gate, gate)
    assert executor.submit(tasks.return_value, 1).result() == 1


@verifies("POO-09", kinds=("process", "distributed"))
def test_an_executor_is_not_affected_by_another_that_is_broken(make_executor, executor, profile):
    if not profile.has("crash_detection"):
        pytest.skip("the executor does not promise to notice that a worker has died")
    before = executor.submit(tasks.return_value, 1)
    make_executor(max_workers=1).submit(os._exit, 1).exception()
    assert before.result() == 1
    assert executor.submit(tasks.return_value, 2).result() == 2


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


MANY = 8


@verifies("POO-08")
def test_calls_made_one_after_the_other_need_few_workers(make_executor, executor, kind, scaled):
    if kind == "process" and executor.submit(tasks.process_class).result() == "ForkProcess":
        pytest.skip("the workers are forked from the submitting process")
    census = multiprocessing.active_children if kind == "process" else threading.enumerate
    used = make_executor(max_workers=MANY)
    used.submit(tasks.return_none).result()
    before = set(census())
    more = set()
    for i in range(1, MANY):
        # A worker is not idle at the very moment in which it has given its result. The more have
        # been started in vain, the more time it gets.
        time.sleep(scaled(0.001 * 2 ** len(more)))
        assert used.submit(tasks.return_value, i).result() == i
        more |= set(census()) - before
    assert len(more) < MANY - 1, "a worker was started for each call, though others were idle"
