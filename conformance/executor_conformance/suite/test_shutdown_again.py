"""The chapter on `shutdown`: that it may be called more than once."""

from executor_conformance import tasks
from executor_conformance.suite import verifies


@verifies("SHD-07")
def test_shutdown_may_be_called_again(make_executor):
    executor = make_executor()
    # What becomes of calls that have not ended is other clauses'.
    executor.submit(tasks.return_none).result()
    for wait in (False, True, False, True):
        executor.shutdown(wait=wait)


@verifies("SHD-07")
def test_shutdown_of_an_unused_executor_may_be_called_again(make_executor):
    executor = make_executor()
    for wait in (True, False, True):
        executor.shutdown(wait=wait)


@verifies("SHD-08", relies_on=("waiting_spared",))
def test_shutdown_waits_though_it_was_called_before(make_executor, gate, helper):
    executor = make_executor(max_workers=1)
    futures = [executor.submit(tasks.pass_gate_then_return, gate, i) for i in range(3)]
    executor.shutdown(wait=False)
    closed = helper.open_after_a_look(gate)
    executor.shutdown(wait=True)
    assert not closed(), "shutdown(wait=True) did not wait after shutdown(wait=False)"
    assert all(future.done() for future in futures)
