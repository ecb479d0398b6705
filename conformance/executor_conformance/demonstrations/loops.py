"""What shows faults in event loops."""

import asyncio
import concurrent.futures
import os
import tempfile
import threading
from asyncio import wrap_future

from executor_conformance.demonstrations import ELSEWHERE, POOLS, shows
from executor_conformance.demonstrations.stage import (
    LIMIT,
    hold,
    keep_busy,
    limit,
    make_executor,
    touch,
    wait_until,
)


def raise_error(error):
    """Raise an exception."""
    raise error


@shows("AIO-05", shown="the call was not made", kinds=POOLS, waiting=20)
def cancel_what_awaits():
    """Cancel the awaitable of a call that waits."""

    async def cancel(future):
        wrap_future(future).cancel()
        await asyncio.sleep(0)
        return future.cancelled()

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        # More than the executor may have handed to its workers ahead of time.
        for _ in range(20):
            executor.submit(int)
        path = os.path.join(folder, "made")
        cancelled = asyncio.run(cancel(executor.submit(touch, path)))
        touch(os.path.join(folder, "go"))
        with limit("shutdown(wait=True)"):
            executor.shutdown(wait=True)
        made = os.path.exists(path)
    if not cancelled:
        return "the awaitable of a call that waits was cancelled, and its future was not"
    return "a call was cancelled before it started, and made all the same" if made else None


@shows("AIO-06", shown="the running call was left alone", kinds=POOLS)
def cancel_what_awaits_a_running_call():
    """Cancel the awaitable of a call that runs."""

    async def cancel(future):
        wrap_future(future).cancel()
        await asyncio.sleep(0)

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        future = executor.submit(hold, folder)
        started = os.path.join(folder, "call started")
        assert wait_until(lambda: os.path.exists(started)), "no worker began the call"
        wait_until(lambda: future.running(), 1)
        asyncio.run(cancel(future))
        done = future.done()
        touch(os.path.join(folder, "go"))
    if done:
        return "the awaitable of a running call was cancelled, and its future with it"
    return None


@shows("AIO-07", shown="CancelledError was raised where the call was awaited", kinds=["inline"])
@shows("AIO-07", shown="CancelledError was raised where the call was awaited", kinds=ELSEWHERE)
def await_a_cancelled_error():
    """Await calls that raise the errors by which cancelled calls are known."""
    executor = make_executor()

    async def wait_for_it(error):
        try:
            future = executor.submit(raise_error, error)
        except BaseException as raised:
            return f"a call raised {error!r}, and submit raised {raised!r}"
        try:
            await wrap_future(future)
        except asyncio.CancelledError as raised:
            if raised.args == error.args:
                return None
            return f"a call raised {error!r}, and the awaitable {raised!r}"
        return f"a call raised {error!r}, and the awaitable nothing"

    for kind in (concurrent.futures.CancelledError, asyncio.CancelledError):
        with limit(f"a call that raises {kind.__name__}"):
            if fault := asyncio.run(wait_for_it(kind("on purpose"))):
                return fault
    return None


@shows("AIO-08", shown="the awaitable came to an end")
def await_stop_iteration():
    """Await a call that raises `StopIteration`."""
    executor = make_executor()

    async def wait_for_it():
        awaitable = wrap_future(executor.submit(raise_error, StopIteration("on purpose")))
        done, _ = await asyncio.wait([awaitable], timeout=LIMIT)
        return bool(done)

    if asyncio.run(wait_for_it()):
        return None
    return f"a call raised StopIteration, and what awaits it: still waiting after {LIMIT} s"


@shows("AIO-09", shown="the exit was raised where the call was awaited")
def await_an_exit():
    """Await a call that raises `SystemExit`."""
    executor = make_executor()

    async def wait_for_it():
        try:
            await wrap_future(executor.submit(raise_error, SystemExit("on purpose")))
        except SystemExit:
            return None
        except BaseException as error:
            return f"a call raised SystemExit, and its awaitable {error!r}"
        return "a call raised SystemExit, and its awaitable nothing"

    with limit("a call that raises SystemExit, awaited"):
        return asyncio.run(wait_for_it())


@shows("AIO-14", shown="shutdown(wait=False) returned", kinds=POOLS)
def shut_down_while_another_waits():
    """Shut down without waiting while another thread's shutdown waits."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        executor = make_executor()
        keep_busy(executor, folder)
        threading.Thread(target=executor.shutdown, daemon=True).start()
        with limit("submit, or shutdown(wait=False), while shutdown(wait=True) waits in a thread"):
            wait_until(lambda: is_closed(executor))
            executor.shutdown(wait=False)
        touch(os.path.join(folder, "go"))


def is_closed(executor):
    """Say whether an executor refuses calls."""
    try:
        executor.submit(int)
    except RuntimeError:
        return True
    return False
