"""The chapter on lifetime."""

import gc
import multiprocessing
import os
import threading

from executor_conformance import tasks
from executor_conformance.suite import verifies


@verifies("LIF-08", relies_on=("waiting_spared",))
def test_calls_are_made_though_their_futures_are_dropped(make_executor, gate):
    executor = make_executor(max_workers=1)
    for name in "abcd":
        executor.submit(tasks.start_then_pass_gate, gate, name)
    gc.collect(0)
    gate.open()
    executor.shutdown(wait=True)
    ended = sorted(entry for entry in gate.journal.entries() if entry.endswith("ended"))
    assert ended == ["a ended", "b ended", "c ended", "d ended"]


@verifies("LIF-08")
def test_callbacks_are_called_though_their_futures_are_dropped(executor, gate, calls):
    for i in range(4):
        future = executor.submit(tasks.pass_gate_then_return, gate, i)
        future.add_done_callback(lambda future: calls(future.result()))
    del future
    gc.collect(0)
    gate.open()
    assert sorted(calls.wait(4)) == [((i,), {}) for i in range(4)]


@verifies("LIF-06", queued=6)
def test_the_calls_of_a_dropped_executor_end(make_dropped, gate):
    executor = make_dropped(max_workers=1)
    calls = [executor.submit(tasks.pass_gate_then_return, gate, i) for i in range(6)]
    del executor
    gc.collect(0)
    gate.open()
    assert [call.result() for call in calls] == list(range(6))


@verifies("LIF-07")
def test_the_workers_of_a_dropped_executor_end(make_dropped, census, helper):
    executor = make_dropped(max_workers=2)
    workers = census(executor)
    del executor
    helper.wait_until_freed(lambda: workers.left() == [])


def resources():
    """Return how many threads, processes and descriptors this process has."""
    return {
        "threads": threading.active_count(),
        "processes": len(multiprocessing.active_children()),
        "descriptors": descriptors(),
    }


def descriptors():
    """Return how many file descriptors are open, or 0 where that cannot be found out."""
    for folder in ("/proc/self/fd", "/dev/fd"):
        if os.path.isdir(folder):
            return len(os.listdir(folder))
    return 0


@verifies("LIF-01")
def test_executors_that_were_shut_down_leave_nothing_that_adds_up(make_dropped, helper, kind):
    def use_one():
        executor = make_dropped(max_workers=1)
        assert executor.submit(tasks.return_value, 1).result() == 1
        executor.shutdown(wait=True)

    # The first may start what all of them use.
    use_one()
    before = resources()
    for _ in range(10 if kind == "thread" else 2):
        use_one()

    def no_more_than_before():
        return all(now <= before[what] for what, now in resources().items())

    helper.wait_until_freed(no_more_than_before)
