"""The chapter on the asyncio bridge: outcomes, and the threads that they arrive in."""

import threading

import pytest

from executor_conformance import tasks
from executor_conformance.adapter import IN_PROCESS
from executor_conformance.suite import verifies


@verifies("AIO-01")
def test_the_value_is_returned_where_the_call_is_awaited(executor, bridge, kind):
    value = ["a value"]

    async def main():
        return await bridge.start(executor, tasks.return_value, value)

    returned = bridge.run(main)
    assert returned == value
    assert returned is value or kind not in IN_PROCESS, "it is a copy of the value"


@verifies("AIO-01")
def test_the_exception_is_raised_where_the_call_is_awaited(executor, bridge, kind):
    error = ValueError("on purpose")

    async def main():
        with pytest.raises(ValueError, match="on purpose") as caught:
            await bridge.start(executor, tasks.fail_with, error)
        return caught.value

    raised = bridge.run(main)
    assert raised is error or kind not in IN_PROCESS, "it is a copy of the exception"


@verifies("AIO-02")
def test_an_outcome_wakes_an_idle_loop(executor, bridge, gate):
    threads = []
    opener = threading.Timer(0.01, gate.open)

    async def main():
        awaitable = bridge.start(executor, tasks.pass_gate_then_return, gate, "value")
        awaitable.add_done_callback(lambda _: threads.append(threading.get_ident()))
        opener.start()
        # The loop has nothing to do but this, and no timer.
        assert await awaitable == "value"

    bridge.run(main)
    opener.join()
    assert threads == [threading.get_ident()], "a callback was not called in the loop's thread"


@verifies("AIO-03")
def test_the_loop_is_free_while_the_call_is_executed(executor, bridge, gate):
    async def main():
        # A loop that is not free never gets there.
        bridge.asyncio.get_running_loop().call_soon(gate.open)
        return await bridge.start(executor, tasks.pass_gate_then_return, gate, "passed")

    assert bridge.run(main) == "passed"


@verifies("AIO-04")
def test_a_closed_executor_raises_before_there_is_anything_to_await(make_executor, bridge):
    executor = make_executor()
    executor.shutdown()

    async def main():
        with pytest.raises(RuntimeError):
            bridge.start(executor, tasks.return_none)

    bridge.run(main)


@verifies("AIO-08")
def test_stop_iteration_reaches_the_coroutine(executor, bridge):
    async def main():
        awaitable = bridge.start(executor, tasks.fail_with, StopIteration("on purpose"))
        while not (awaitable.done() or bridge.complaints):
            await bridge.asyncio.sleep(0.001)
        lost = not awaitable.done()
        assert not lost, f"never done; the loop complained: {bridge.complaints}"
        error = awaitable.exception()
        causes = (error, getattr(error, "__cause__", None))
        assert any(isinstance(each, StopIteration) for each in causes), f"came to {error!r}"

    bridge.run(main)


@verifies("AIO-09")
def test_exits_are_raised_where_the_call_is_awaited(executor, bridge):
    # Each in the outermost coroutine of a task: GeneratorExit would close others, not be raised.
    async def await_one(kind_of_exit):
        with pytest.raises(kind_of_exit, match="on purpose"):
            await bridge.start(executor, tasks.fail_with, kind_of_exit("on purpose"))

    async def main():
        for kind_of_exit in (SystemExit, KeyboardInterrupt, GeneratorExit):
            await bridge.asyncio.create_task(await_one(kind_of_exit))
        return await bridge.start(executor, tasks.return_value, "next")

    assert bridge.run(main) == "next"


@verifies("AIO-11", relies_on=("other_threads",))
def test_one_future_serves_two_loops(executor, bridge, gate):
    future = executor.submit(tasks.pass_gate_then_return, gate, "value")
    told = []

    async def wait_for_it():
        awaitables = [bridge.wrap(future), bridge.wrap(future)]
        for awaitable in awaitables:
            awaitable.add_done_callback(lambda _: told.append(threading.get_ident()))
        return awaitables

    async def main():
        here = await wait_for_it()
        with bridge.loop_in_a_thread() as elsewhere:
            run_there = bridge.asyncio.run_coroutine_threadsafe
            there = run_there(wait_for_it(), elsewhere).result()
            gate.open()
            values = list(await bridge.asyncio.gather(*here))

            async def gather():
                return list(await bridge.asyncio.gather(*there))

            values += run_there(gather(), elsewhere).result()
        return values

    assert bridge.run(main) == ["value"] * 4
    assert sorted(map(told.count, set(told))) == [2, 2], f"told in the threads {told}"
