"""The chapter on `shutdown`: that it cancels calls if it is told to."""

from concurrent.futures import CancelledError

import pytest

from executor_conformance import tasks
from executor_conformance.suite import verifies
from executor_conformance.suite.busy import make_busy


def assert_cancelled(future):
    """Wait for a future, and see that it was cancelled."""
    with pytest.raises(CancelledError):
        future.result()
    assert future.cancelled()


@verifies("SHD-17", counted=True, relies_on=("cancel",))
def test_cancel_futures_cancels_what_has_not_been_handed_to_a_worker(
    make_executor, gate, helper, beyond_prefetch
):
    executor, running, waiting = make_busy(make_executor, gate, beyond_prefetch)
    helper.open_once(gate, waiting[-1].cancelled)
    executor.shutdown(wait=True, cancel_futures=True)
    assert running.result() == "first", "the running call was disturbed"
    assert_cancelled(waiting[-1])


@verifies("SHD-09", counted=True, relies_on=("cancel",))
def test_all_futures_are_done_after_a_shutdown_that_cancels(
    make_executor, gate, helper, beyond_prefetch
):
    executor, running, waiting = make_busy(make_executor, gate, beyond_prefetch)
    helper.open_after_a_look(gate)
    executor.shutdown(wait=True, cancel_futures=True)
    unfinished = [i for i, future in enumerate([running, *waiting]) if not future.done()]
    assert not unfinished, "these futures are not done after shutdown(wait=True)"
    made = [f"call {i}" for i, future in enumerate(waiting) if not future.cancelled()]
    ended = [entry for entry in gate.journal.entries() if entry.endswith("ended")]
    assert sorted(ended) == sorted(f"{name} ended" for name in ["first", *made])


@verifies("SHD-10")
def test_cancel_futures_leaves_a_running_call_and_a_done_future(make_executor, gate):
    executor = make_executor()
    done = executor.submit(tasks.return_value, "value")
    assert done.result() == "value"
    running = executor.submit(tasks.start_then_pass_gate, gate, "call")
    gate.journal.wait_for("call started")
    executor.shutdown(wait=False, cancel_futures=True)
    gate.open()
    assert running.result() == "call"
    assert gate.journal.entries() == ["call started", "call ended"]
    assert (done.result(), done.cancelled()) == ("value", False)


@verifies("SHD-11", counted=True, relies_on=("cancel",))
def test_cancel_futures_does_not_wait_for_the_running_call(make_executor, gate, beyond_prefetch):
    executor, running, waiting = make_busy(make_executor, gate, beyond_prefetch)
    executor.shutdown(wait=False, cancel_futures=True)
    # The gate is closed: if the running call had to end before, this would wait for ever.
    assert_cancelled(waiting[-1])
    gate.open()
    assert running.result() == "first"


@verifies("SHD-22", counted=True, relies_on=("cancel",))
def test_the_calls_are_cancelled_when_shutdown_returns(make_executor, gate, beyond_prefetch):
    executor, _, waiting = make_busy(make_executor, gate, beyond_prefetch)
    executor.shutdown(wait=False, cancel_futures=True)
    assert waiting[-1].cancelled(), "it was not cancelled yet when shutdown returned"


@verifies("SHD-22", counted=True, relies_on=("cancel",))
def test_the_calls_are_cancelled_when_a_later_shutdown_returns(
    make_executor, gate, beyond_prefetch
):
    executor, _, waiting = make_busy(make_executor, gate, beyond_prefetch)
    executor.shutdown(wait=False)
    executor.shutdown(wait=False, cancel_futures=True)
    assert waiting[-1].cancelled(), "it was not cancelled yet when shutdown returned"


@verifies("SHD-12", counted=True, relies_on=("cancel",))
def test_a_later_shutdown_does_not_take_the_request_back(make_executor, gate, beyond_prefetch):
    executor, _, waiting = make_busy(make_executor, gate, beyond_prefetch)
    executor.shutdown(wait=False, cancel_futures=True)
    executor.shutdown(wait=False)
    gate.open()
    assert_cancelled(waiting[-1])


@verifies("SHD-12", counted=True, relies_on=("cancel",))
def test_the_end_of_a_with_block_does_not_take_the_request_back(
    make_executor, gate, beyond_prefetch
):
    executor, running, waiting = make_busy(make_executor, gate, beyond_prefetch)
    with executor:
        executor.shutdown(wait=False, cancel_futures=True)
        gate.open()
    assert running.result() == "first"
    assert_cancelled(waiting[-1])


@verifies("SHD-12", counted=True, relies_on=("cancel",))
def test_the_request_may_come_after_another_shutdown(make_executor, gate, beyond_prefetch):
    executor, _, waiting = make_busy(make_executor, gate, beyond_prefetch)
    executor.shutdown(wait=False)
    executor.shutdown(wait=False, cancel_futures=True)
    gate.open()
    assert_cancelled(waiting[-1])
