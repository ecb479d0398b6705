"""The chapter on `wait`: calls that were cancelled."""

from executor_conformance import tasks
from executor_conformance.suite import WITH_GATES, verifies
from executor_conformance.suite.preparing import cancel_or_skip, cancellable


@verifies("WAI-12", kinds=WITH_GATES, relies_on=("cancel",))
def test_a_cancelled_call_is_done_once_the_executor_has_come_past_it(
    executor, gate, wait, helper, beyond_prefetch
):
    cancelled = cancellable(executor, gate, beyond_prefetch)
    cancel_or_skip(cancelled)
    other = executor.submit(tasks.return_none)
    helper.act_once_blocked(gate.open)
    assert wait([cancelled, other]) == ({cancelled, other}, set())


@verifies("WAI-12", kinds=WITH_GATES, relies_on=("other_threads", "cancel"))
def test_a_call_that_is_cancelled_during_wait_is_done(
    executor, gate, wait, helper, beyond_prefetch
):
    waiting = cancellable(executor, gate, beyond_prefetch)
    helper.act_once_blocked(lambda: (waiting.cancel(), gate.open()))
    assert wait([waiting]) == ({waiting}, set())


@verifies("WAI-16", kinds=WITH_GATES, relies_on=("cancel",))
def test_a_cancelled_call_is_done_at_once(executor, gate, wait, beyond_prefetch):
    cancelled = cancellable(executor, gate, beyond_prefetch)
    cancel_or_skip(cancelled)
    assert wait([cancelled], timeout=0).done == {cancelled}, "it is not done for wait"


@verifies("WAI-13", kinds=WITH_GATES, relies_on=("cancel",))
def test_calls_that_a_shutdown_cancelled_are_done(
    make_executor, gate, wait, helper, beyond_prefetch
):
    executor = make_executor(max_workers=1)
    running = executor.submit(tasks.start_then_pass_gate, gate, "first")
    gate.journal.wait_for("first started")
    waiting = [executor.submit(tasks.pass_gate, gate) for _ in range(beyond_prefetch)]
    helper.open_once(gate, waiting[-1].cancelled)
    executor.shutdown(wait=True, cancel_futures=True)
    # All is over, so there is nothing to wait for.
    left = wait([running, *waiting], timeout=0).not_done
    cancelled = sum(future.cancelled() for future in waiting)
    assert not left, f"of {cancelled} cancelled futures, {len(left)} are not done for wait"
