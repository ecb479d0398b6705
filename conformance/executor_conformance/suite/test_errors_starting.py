"""The chapter on errors: workers that cannot be started."""

from executor_conformance import tasks
from executor_conformance.child.fixtures import NotMadeError
from executor_conformance.suite import verifies
from executor_conformance.suite.contexts import context_that_can_run_out
from executor_conformance.suite.leftovers import shut_down_and_find_pending


@verifies("ERR-17")
def test_a_first_worker_that_cannot_be_started_leaves_nothing_pending(make_executor, helper):
    context = context_that_can_run_out()
    context.exhausted = True
    try:
        executor = make_executor(max_workers=1, mp_context=context)
    except NotMadeError:
        # It starts workers when it is made, and has taken no call yet.
        return
    futures = []
    for _ in range(2):
        try:
            futures.append(executor.submit(tasks.return_none))
        except Exception:
            continue
    pending = shut_down_and_find_pending(executor, futures, helper)
    assert not pending, "an accepted call is pending for ever"


@verifies("ERR-16")
def test_a_worker_that_cannot_be_replaced_leaves_nothing_pending(make_executor, gate, helper):
    context = context_that_can_run_out()
    executor = make_executor(max_workers=1, mp_context=context, max_tasks_per_child=1)
    futures = [executor.submit(tasks.start_then_pass_gate, gate, "first")]
    futures += [executor.submit(tasks.return_none) for _ in range(2)]
    gate.journal.wait_for("first started")
    context.exhausted = True
    gate.open()
    assert futures[0].result() == "first"
    pending = shut_down_and_find_pending(executor, futures, helper)
    assert not pending, "an accepted call is pending for ever"
