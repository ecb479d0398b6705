"""The chapter on cancellation."""

from concurrent.futures import CancelledError

import pytest

from executor_conformance import tasks
from executor_conformance.suite import WITH_GATES, verifies
from executor_conformance.suite.queueing import come_past

TRIES = 60
"""How often `cancel` and the start of a call are made to meet."""


@verifies("CAN-09", kinds=WITH_GATES, counted=True, relies_on=("cancel",))
def test_a_waiting_call_can_be_cancelled(queue_up):
    queued = queue_up()
    assert queued[-1].cancel() is True, f"the last of {len(queued)} calls could not be cancelled"


@verifies("CAN-05", kinds=WITH_GATES, counted=True, relies_on=("cancel",))
def test_a_cancellation_is_seen_while_all_workers_are_busy(queue_up):
    future = queue_up()[-1]
    assert future.cancel() is True
    assert (future.cancelled(), future.done()) == (True, True)
    for read in (future.result, future.exception):
        with pytest.raises(CancelledError):
            read(timeout=0)


@verifies("CAN-01", kinds=WITH_GATES, counted=True, relies_on=("cancel",))
def test_cancelled_calls_are_not_made(executor, gate, queue_up, journal, workers):
    queued = queue_up()
    # The first are at work: what `cancel` does to those is another clause's.
    waiting = list(enumerate(queued))[workers:]
    cancelled = [i for i, future in reversed(waiting) if future.cancel()]
    assert cancelled, "no waiting call could be cancelled"
    come_past(executor, gate, queued)
    made = set(journal.entries())
    assert not [i for i in cancelled if f"{i} returned" in made], "these cancelled calls were made"


@verifies("CAN-02", kinds=WITH_GATES, relies_on=("cancel", "running_spared"))
def test_a_running_call_cannot_be_cancelled(executor, gate):
    future = executor.submit(tasks.start_then_pass_gate, gate, "call")
    gate.journal.wait_for("call started")
    assert future.cancel() is False
    assert not future.cancelled(), "the running call was marked as cancelled"
    assert not future.done()
    gate.open()
    assert future.result() == "call"
    assert gate.journal.entries() == ["call started", "call ended"]


@verifies("CAN-03", relies_on=("cancel",))
def test_a_call_that_has_returned_cannot_be_cancelled(executor):
    future = executor.submit(tasks.return_value, "value")
    future.result()
    assert future.cancel() is False
    assert not future.cancelled()
    assert future.result() == "value"


@verifies("CAN-03", relies_on=("cancel",))
def test_a_call_that_has_raised_cannot_be_cancelled(executor):
    future = executor.submit(tasks.fail_with, ValueError("on purpose"))
    future.exception()
    assert future.cancel() is False
    assert not future.cancelled()
    assert repr(future.exception()) == "ValueError('on purpose')"


@verifies("CAN-04", kinds=WITH_GATES, counted=True, relies_on=("cancel",))
def test_a_second_cancel_returns_true_and_does_nothing(executor, gate, queue_up, calls):
    queued = queue_up()
    future = queued[-1]
    future.add_done_callback(calls)
    assert future.cancel() is True
    calls.wait()
    assert future.cancel() is True, "the second cancel() did not return True"
    come_past(executor, gate, queued)
    assert future.cancel() is True, "a cancel() after the executor had dropped the call did not"
    assert len(calls.made()) == 1, "the callback was called again"


@verifies("CAN-06", kinds=WITH_GATES, relies_on=("cancel", "running_spared"))
def test_either_the_call_is_made_or_it_is_cancelled(executor, journal):
    cancelled, others = set(), {}
    for i in range(TRIES):
        future = executor.submit(tasks.note, journal, str(i))
        if future.cancel():
            cancelled.add(str(i))
            assert future.cancelled(), "cancel() returned True, but the future is not cancelled"
        else:
            others[str(i)] = future
    for i, future in others.items():
        assert future.result() == i, "a call that could not be cancelled came to nothing"
    for _ in range(4):
        executor.submit(tasks.return_none).result()
    made = journal.entries()
    assert sorted(made) == sorted(others), f"these were cancelled and made: {cancelled & {*made}}"


@verifies("CAN-07", kinds=WITH_GATES, relies_on=("cancel",))
def test_shutdown_returns_after_a_last_call_was_cancelled(make_executor):
    executor = make_executor(max_workers=1)
    executor.submit(tasks.return_none).result()
    executor.submit(tasks.return_none).cancel()
    executor.shutdown(wait=True)


@verifies("CAN-07", kinds=WITH_GATES, relies_on=("cancel",))
def test_shutdown_returns_after_all_waiting_calls_were_cancelled(
    make_executor, gate, beyond_prefetch
):
    executor = make_executor(max_workers=1)
    waiting = [executor.submit(tasks.pass_gate, gate) for _ in range(beyond_prefetch)]
    for future in reversed(waiting):
        future.cancel()
    gate.open()
    executor.shutdown(wait=True)


@verifies("CAN-08", kinds=("interpreter", "process", "distributed"), counted=True)
def test_what_is_handed_over_ahead(queue_up, workers, helper, observe):
    queued = queue_up()

    def ahead():
        return sum(future.running() for future in queued) > workers

    if helper.look_for(ahead):
        observe("some calls are running before they start")
    else:
        observe("only calls that have started are running")
