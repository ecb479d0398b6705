"""The chapter on initializers."""

from executor_conformance import tasks
from executor_conformance.suite import verifies


@verifies("INI-01")
def test_the_initializer_has_returned_in_a_worker_before_its_first_call(
    make_executor, gate, helper, kind
):
    helper.open_after_a_look(gate)
    executor = make_executor(
        initializer=tasks.initialize_through_gate, initargs=(gate, "initialized")
    )
    read = tasks.initialized_in_thread if kind == "thread" else tasks.initialized_in_process
    futures = [executor.submit(read) for _ in range(6)]
    assert [future.result() for future in futures] == [("initialized",)] * 6
