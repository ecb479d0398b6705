"""The chapter on processes."""

import os

from executor_conformance import tasks
from executor_conformance.suite import verifies


@verifies("PRC-01")
def test_calls_run_in_another_process(executor):
    ids = {executor.submit(tasks.process_id).result() for _ in range(4)}
    assert os.getpid() not in ids, "a call ran in the submitting process"


@verifies("PRC-02")
def test_a_global_changed_by_calls_is_unchanged_in_the_parent(executor, monkeypatch):
    monkeypatch.setattr(tasks, "n", 1)
    futures = [executor.submit(tasks.add_to_n, i) for i in range(20)]
    results = [future.result() for future in futures]
    assert tasks.n == 1, f"the parent's n became {tasks.n} through calls that returned {results}"
