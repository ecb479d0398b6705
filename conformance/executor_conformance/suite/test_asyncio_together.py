"""The chapter on the asyncio bridge: futures with other functions, and pools as a loop's own."""

import concurrent.futures
import contextvars
import sys
import threading

import pytest

from executor_conformance import tasks
from executor_conformance.suite import WITH_GATES, verifies
from executor_conformance.suite.queueing import come_past


def require_standard_futures(adapter):
    """Leave where the executor's `wait` is for futures of another class."""
    if adapter.wrap_future is not None:
        pytest.skip(
            "the executor has futures of its own, and asyncio those of the standard library"
        )


@verifies("AIO-12")
def test_coroutines_and_calls_are_waited_for_together(executor, adapter, bridge):
    require_standard_futures(adapter)

    async def coroutine():
        return "of a coroutine"

    with bridge.loop_in_a_thread() as loop:
        futures = {
            executor.submit(tasks.return_value, "of a call"),
            bridge.asyncio.run_coroutine_threadsafe(coroutine(), loop),
        }
        done, not_done = adapter.wait(futures)
        assert (set(done), set(not_done)) == (futures, set())
        values = {future.result() for future in adapter.as_completed(futures)}
    assert values == {"of a call", "of a coroutine"}


@verifies("AIO-12", relies_on=("cancel",))
def test_a_cancelled_coroutine_is_waited_for(executor, adapter, bridge):
    require_standard_futures(adapter)
    started = threading.Event()

    async def coroutine():
        started.set()
        await bridge.asyncio.Event().wait()

    with bridge.loop_in_a_thread() as loop:
        future = bridge.asyncio.run_coroutine_threadsafe(coroutine(), loop)
        started.wait()
        assert future.cancel()
        assert future.cancelled()
        futures = {future, executor.submit(tasks.return_none)}
        assert set(adapter.wait(futures).done) == futures


@verifies("AIO-13")
def test_outcomes_look_the_same_from_all_sides(executor, adapter, bridge, helper):
    value = executor.submit(tasks.return_value, "value")
    error = executor.submit(tasks.fail_with, ValueError("on purpose"))
    futures = {value, error}
    helper.wait_until(lambda: value.done() and error.done())
    assert set(adapter.wait(futures, timeout=0).done) == futures, "wait does not see that"
    assert set(adapter.as_completed(futures, timeout=0)) == futures

    async def main():
        assert await bridge.wrap(value) == value.result() == "value"
        with pytest.raises(ValueError, match="on purpose"):
            await bridge.wrap(error)

    bridge.run(main)


@verifies("AIO-13", kinds=WITH_GATES, counted=True, relies_on=("cancel",))
def test_a_cancellation_looks_the_same_from_all_sides(executor, adapter, bridge, gate, queue_up):
    *others, last = queue_up()
    assert last.cancel()
    come_past(executor, gate, others)
    assert set(adapter.wait([last]).done) == {last}
    assert list(adapter.as_completed([last])) == [last]

    async def main():
        awaitable = bridge.wrap(last)
        with pytest.raises(bridge.asyncio.CancelledError):
            await awaitable
        assert awaitable.cancelled()
        assert last.cancelled()

    bridge.run(main)


@verifies("AIO-14", relies_on=("other_threads",))
def test_shutdown_without_wait_does_not_wait_for_one_that_does(make_executor, gate, helper):
    executor = make_executor()
    executor.submit(tasks.start_then_pass_gate, gate, "call")
    gate.journal.wait_for("call started")
    errors = []

    def shut_down():
        try:
            executor.shutdown(wait=True)
        except Exception as error:
            errors.append(error)

    def closed():
        try:
            executor.submit(tasks.return_none)
        except RuntimeError:
            return True
        return bool(errors)

    waiting = threading.Thread(target=shut_down)
    waiting.start()
    helper.wait_until(closed)
    executor.shutdown(wait=False)
    gate.open()
    waiting.join()
    assert errors == [], "shutdown raised in another thread"


@verifies("AIO-14")
def test_a_loop_is_closed_without_waiting_for_its_default_executor(make_executor, bridge, gate):
    executor = make_executor()
    if not isinstance(executor, concurrent.futures.ThreadPoolExecutor):
        pytest.skip("a loop takes only a ThreadPoolExecutor as its default executor")

    loop = bridge.asyncio.new_event_loop()
    loop.set_default_executor(executor)
    loop.run_in_executor(None, tasks.start_then_pass_gate, gate, "call")
    gate.journal.wait_for("call started")
    loop.close()
    gate.open()
    gate.journal.wait_for("call ended")


@verifies("AIO-15", relies_on=("other_threads",))
def test_a_loop_does_not_end_before_the_calls_of_its_default_executor(
    make_executor, bridge, gate, helper
):
    executor = make_executor()

    async def main():
        loop = bridge.asyncio.get_running_loop()
        loop.set_default_executor(executor)
        loop.run_in_executor(None, tasks.start_then_pass_gate, gate, "call")

    closed = helper.open_after_a_look(gate)
    bridge.run(main)
    assert not closed(), "asyncio.run returned while a call was running"
    assert gate.journal.entries() == ["call started", "call ended"]


@verifies("AIO-15", relies_on=("other_threads",))
def test_a_loop_stops_waiting_for_its_default_executor(make_executor, bridge, gate):
    if sys.version_info < (3, 12):
        pytest.skip("shutdown_default_executor takes a timeout from Python 3.12")
    executor = make_executor()

    async def main():
        loop = bridge.asyncio.get_running_loop()
        loop.set_default_executor(executor)
        loop.run_in_executor(None, tasks.start_then_pass_gate, gate, "call")
        with pytest.warns(RuntimeWarning):
            await loop.shutdown_default_executor(timeout=0.02)
        gate.open()

    bridge.run(main)
    gate.journal.wait_for("call ended")


@verifies("AIO-16", relies_on=("other_threads",))
def test_to_thread_hands_a_copy_of_the_context_over(make_executor, bridge):
    executor = make_executor()
    variable = contextvars.ContextVar("variable", default="nobody's")

    def change():
        found = variable.get()
        variable.set("the call's")
        return found

    async def main():
        bridge.asyncio.get_running_loop().set_default_executor(executor)
        variable.set("the coroutine's")
        found = [await bridge.asyncio.to_thread(change) for _ in range(2)]
        return [*found, variable.get()]

    assert bridge.run(main) == ["the coroutine's"] * 3
