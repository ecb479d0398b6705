"""The chapter on threads."""

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


@verifies("THR-04")
def test_workers_are_named_after_their_executor(make_executor):
    names = [make_executor().submit(tasks.thread_name).result() for _ in range(2)]
    for name in names:
        assert re.fullmatch(r"ThreadPoolExecutor-\d+_\d+", name)
    first, second = (name.rpartition("_")[0] for name in names)
    assert first != second, f"workers of two executors are both named {first}"
