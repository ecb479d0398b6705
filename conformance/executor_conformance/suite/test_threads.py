"""The chapter on threads."""

from executor_conformance import tasks
from executor_conformance.suite import verifies


@verifies("THR-01")
def test_a_global_changed_by_calls_is_changed_for_the_program(executor, monkeypatch):
    monkeypatch.setattr(tasks, "n", 1)
    futures = [executor.submit(tasks.add_to_n, i) for i in range(20)]
    for future in futures:
        future.result()
    assert tasks.n == 1 + sum(range(20))
