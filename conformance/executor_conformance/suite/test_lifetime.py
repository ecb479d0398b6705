"""The chapter on lifetime."""

import gc

from executor_conformance import tasks
from executor_conformance.suite import verifies


@verifies("LIF-08")
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
