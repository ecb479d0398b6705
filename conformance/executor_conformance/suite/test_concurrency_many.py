"""The chapter on concurrent use: many calls."""

from executor_conformance import tasks
from executor_conformance.suite import WITH_GATES, verifies

MANY = 1100
"""More than the usual limits of recursion and of open descriptors."""


@verifies("CCY-10", kinds=WITH_GATES, queued=MANY + 4, relies_on=("cancel",))
def test_many_futures_are_waited_for_gone_over_and_cancelled(executor, gate, wait, as_completed):
    futures = [executor.submit(tasks.pass_gate, gate) for _ in range(4)]
    futures += [executor.submit(tasks.return_none) for _ in range(MANY)]
    future_by_future = as_completed(futures)
    # From the end: the executor has come least far there.
    cancelled = [future for future in futures[:100:-1] if future.cancel()]
    gate.open()
    assert sum(1 for _ in future_by_future) == len(futures)
    assert len(wait(futures).done) == len(futures)
    assert sum(1 for future in futures if future.cancelled()) == len(cancelled)


@verifies("CCY-10", kinds=WITH_GATES)
def test_many_callbacks_are_called(executor, gate, calls):
    future = executor.submit(tasks.pass_gate, gate)
    for _ in range(MANY):
        future.add_done_callback(calls)
    gate.open()
    calls.wait(MANY)


@verifies("CCY-10", kinds=WITH_GATES)
def test_many_calls_are_mapped(executor):
    results = executor.map(tasks.return_value, range(MANY), chunksize=100)
    assert list(results) == list(range(MANY))
