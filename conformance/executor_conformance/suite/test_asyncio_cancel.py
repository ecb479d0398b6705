"""The chapter on the asyncio bridge: cancelled calls, and outcomes that come too late."""

import concurrent.futures
import logging
import threading

import pytest

from executor_conformance import tasks
from executor_conformance.adapter import IN_PROCESS
from executor_conformance.suite import WITH_GATES, verifies
from executor_conformance.suite.queueing import come_past


def warnings_in(caplog):
    """Return the messages that were logged as warnings or worse."""
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


@verifies("AIO-05", counted=True, relies_on=("cancel",))
def test_a_call_that_has_not_started_is_cancelled(executor, bridge, gate, queue_up):
    queued = queue_up()

    async def main():
        bridge.wrap(queued[-1]).cancel()
        await bridge.asyncio.sleep(0)
        assert queued[-1].cancelled(), "the executor's future was not cancelled"

    bridge.run(main)
    come_past(executor, gate, queued)
    called = f"{len(queued) - 1} returned" in gate.journal.entries()
    assert not called, "the call ran although it was cancelled"


def give_up(executor, bridge, gate, abandon, fn, *args):
    """Give up waiting for a call that runs, and return its future when all have heard of its end.

    Return what the loop complained of, too.
    """

    async def main():
        future = executor.submit(fn, gate, *args)
        gate.journal.wait_for("call started")
        awaitable = bridge.wrap(future)
        told = bridge.told(future)
        await abandon(awaitable)
        assert awaitable.cancelled()
        assert not future.done(), "the running call was ended"
        gate.open()
        await told.wait()
        return future

    return bridge.run(main), bridge.complaints


@verifies("AIO-06", relies_on=("cancel", "running_spared"))
def test_a_running_call_goes_on_when_its_awaitable_is_cancelled(executor, bridge, gate, caplog):
    async def cancel(awaitable):
        awaitable.cancel()
        await bridge.asyncio.sleep(0)

    future, complaints = give_up(executor, bridge, gate, cancel, tasks.start_then_pass_gate, "call")
    assert future.result() == "call"
    assert gate.journal.entries() == ["call started", "call ended"]
    assert complaints + warnings_in(caplog) == []


@verifies("AIO-06", relies_on=("cancel", "running_spared"))
def test_a_running_call_goes_on_when_its_awaitable_is_timed_out(executor, bridge, gate, caplog):
    async def time_out(awaitable):
        with pytest.raises(TimeoutError):
            await bridge.asyncio.wait_for(awaitable, timeout=0.01)

    error = ValueError("on purpose")
    future, complaints = give_up(executor, bridge, gate, time_out, tasks.start_then_fail, error)
    assert repr(future.exception()) == repr(error)
    assert complaints + warnings_in(caplog) == []


@verifies("AIO-07", kinds=WITH_GATES, counted=True, relies_on=("other_threads", "cancel"))
def test_a_cancelled_call_raises_where_it_is_awaited(bridge, queue_up):
    *_, future = queue_up()
    canceller = threading.Thread(target=future.cancel)

    async def main():
        awaitable = bridge.wrap(future)
        canceller.start()
        with pytest.raises(bridge.asyncio.CancelledError):
            await awaitable
        assert awaitable.cancelled()

    bridge.run(main)
    canceller.join()


@verifies("AIO-07")
def test_a_cancelled_error_of_the_call_is_one_of_asyncio(executor, bridge, kind):
    kinds_of_error = [concurrent.futures.CancelledError]
    if kind in IN_PROCESS:  # others would have to import asyncio in a worker
        kinds_of_error.append(bridge.asyncio.CancelledError)

    async def main():
        for kind_of_error in kinds_of_error:
            awaitable = bridge.start(executor, tasks.fail_with, kind_of_error("on purpose"))
            with pytest.raises(bridge.asyncio.CancelledError) as caught:
                await awaitable
            assert caught.value.args == ("on purpose",)
            assert not awaitable.cancelled(), "nobody has cancelled it"

    bridge.run(main)


@verifies("AIO-10", relies_on=("cancel",))
def test_outcomes_come_after_the_loop_was_closed(executor, bridge, gate, calls, caplog):
    futures = [executor.submit(tasks.pass_gate_then_return, gate, i) for i in range(2)]

    async def main():
        left_alone, cancelled = map(bridge.wrap, futures)
        cancelled.cancel()
        return left_alone

    bridge.run(main)
    for future in futures:
        future.add_done_callback(calls)
    gate.open()
    calls.wait(2)
    assert futures[0].result() == 0
    assert executor.submit(tasks.return_value, "next").result() == "next"
    assert bridge.complaints + warnings_in(caplog) == []


@verifies("AIO-10", counted=True, relies_on=("cancel",))
def test_a_call_is_cancelled_after_the_loop_was_closed(executor, bridge, gate, queue_up, caplog):
    queued = queue_up()

    async def main():
        return bridge.wrap(queued[-1])

    bridge.run(main)
    assert queued[-1].cancel()
    come_past(executor, gate, queued)
    assert bridge.complaints + warnings_in(caplog) == []
