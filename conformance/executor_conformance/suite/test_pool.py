"""The chapter on the size of pools."""

from executor_conformance import tasks
from executor_conformance.suite import verifies


SIZE = 2


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
