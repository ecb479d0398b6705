"""The chapter on threads."""

import collections
import contextvars
import os
import re
import threading

from executor_conformance import tasks
from executor_conformance.suite import verifies


@verifies("THR-01")
def test_a_global_changed_by_calls_is_changed_for_the_program(executor, monkeypatch):
    monkeypatch.setattr(tasks, "n", 1)
    futures = [executor.submit(tasks.add_to_n, i) for i in range(20)]
    for future in futures:
        future.result()
    assert tasks.n == 1 + sum(range(20))


@verifies("THR-02")
def test_calls_run_in_this_process_but_not_in_this_thread(executor):
    places = [executor.submit(tasks.whereabouts).result() for _ in range(4)]
    assert {process for process, _ in places} == {os.getpid()}, "a call ran in another process"
    threads = {thread for _, thread in places}
    assert threading.get_ident() not in threads, "a call ran in the submitting thread"


@verifies("THR-05")
def test_thread_local_data_is_kept_from_call_to_call(executor):
    calls = [executor.submit(tasks.count_in_thread) for _ in range(20)]
    assert_counted_on(calls)


@verifies("THR-05", workers=2)
def test_thread_local_data_is_not_shared_by_workers(executor, latch):
    together = latch(2)
    calls = [executor.submit(tasks.meet_and_count_in_thread, together) for _ in range(2)]
    assert_counted_on([*calls, *(executor.submit(tasks.count_in_thread) for _ in range(4))])


def assert_counted_on(calls):
    """See that each thread counted its own calls, and all of them."""
    counts = collections.defaultdict(list)
    for call in calls:
        thread, count = call.result()
        counts[thread].append(count)
    for thread, seen in counts.items():
        seen.sort()
        expected = list(range(seen[0], seen[0] + len(seen)))
        assert seen == expected, f"{thread.name} did not count on from call to call"


VARIABLE = contextvars.ContextVar("VARIABLE", default="none")


@verifies("THR-06")
def test_the_context_of_calls(make_executor, gate, observe):
    def submit_and_observe():
        VARIABLE.set("first")
        executor = make_executor(max_workers=1)
        first = executor.submit(VARIABLE.get)
        VARIABLE.set("second")
        match first.result(), executor.submit(VARIABLE.get).result():
            case ("first", "second"):
                observe("calls see the caller's context")
            case ("first", "first"):
                observe("calls see the context in which their worker was started")
            case seen:
                assert seen == ("none", "none"), "contexts are mixed up"
                observe("calls see a context of the worker's own")
        executor.submit(pass_gate_then_set, gate)
        after = executor.submit(VARIABLE.get)
        gate.open()
        kept = after.result() == "set by a call"
        observe(f"what a call sets is {'seen by the next one' if kept else 'gone after it'}")

    contextvars.copy_context().run(submit_and_observe)


def pass_gate_then_set(gate):
    gate.wait()
    VARIABLE.set("set by a call")


@verifies("THR-03")
def test_names_of_workers_begin_with_the_prefix(make_executor, latch):
    executor = make_executor(max_workers=2, thread_name_prefix="prefix")
    together = latch(2)
    calls = [executor.submit(tasks.meet_and_tell_thread_name, together) for _ in range(2)]
    names = [call.result() for call in calls]
    assert all(name.startswith("prefix") for name in names), f"workers are named {names}"
    assert names[0] != names[1], f"two workers are both named {names[0]}"


@verifies("THR-07")
def test_workers_are_numbered_from_zero_after_the_prefix(make_executor, latch):
    for _ in range(2):
        executor = make_executor(max_workers=2, thread_name_prefix="prefix")
        together = latch(2)
        calls = [executor.submit(tasks.meet_and_tell_thread_name, together) for _ in range(2)]
        assert {call.result() for call in calls} == {"prefix_0", "prefix_1"}


@verifies("THR-04")
def test_workers_are_named_after_their_executor(make_executor):
    names = [make_executor().submit(tasks.thread_name).result() for _ in range(2)]
    for name in names:
        assert re.fullmatch(r"ThreadPoolExecutor-\d+_\d+", name)
    first, second = (name.rpartition("_")[0] for name in names)
    assert first != second, f"workers of two executors are both named {first}"
