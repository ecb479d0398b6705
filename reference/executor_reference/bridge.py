"""The bridge to asyncio: a future of an executor, awaited by a coroutine."""

import asyncio
import concurrent.futures
from contextlib import suppress
from typing import TypeVar

from executor_reference.future import Future

T = TypeVar("T")


def wrap_future(future: Future[T]) -> asyncio.Future[T]:
    """Return a future of the running event loop that takes over the outcome of `future`.

    To cancel it cancels `future`, as far as that can still be cancelled. It stands for
    `asyncio.wrap_future`, which takes only futures derived from those of the standard library; so
    `loop.run_in_executor(pool, fn)` becomes `wrap_future(pool.submit(fn))`.
    """
    # AIO-03, AIO-04: `submit` has returned, or raised, before there was anything to await
    loop = asyncio.get_running_loop()
    awaitable: asyncio.Future[T] = loop.create_future()  # AIO-11: one for each who asks

    def wake(_: Future[T]) -> None:
        with suppress(RuntimeError):  # AIO-10: the loop was closed, and nobody waits any more
            loop.call_soon_threadsafe(take_over)  # AIO-02: in the thread of the loop

    def take_over() -> None:
        if awaitable.done():  # AIO-06: it was cancelled; the outcome is there for others
            return
        if future.cancelled():
            awaitable.cancel()  # AIO-07
        elif (error := future.exception()) is not None:
            awaitable.set_exception(for_coroutines(error))  # AIO-09
        else:
            awaitable.set_result(future.result())  # AIO-01

    def pass_cancellation_on(_: asyncio.Future[T]) -> None:
        if awaitable.cancelled():
            future.cancel()  # AIO-05

    awaitable.add_done_callback(pass_cancellation_on)
    future.add_done_callback(wake)  # AIO-13: the same state that `wait` and the methods see
    return awaitable  # AIO-03: nothing has waited. AIO-04: `submit` has raised before, if at all


def for_coroutines(error: BaseException) -> BaseException:
    """Return the exception that a coroutine gets for one that a call has raised."""
    if isinstance(error, concurrent.futures.CancelledError):  # AIO-07
        return asyncio.CancelledError(*error.args)
    if isinstance(error, StopIteration):  # AIO-08: to a coroutine it would mean its own end
        wrapped = RuntimeError("the call raised StopIteration")
        wrapped.__cause__ = error
        return wrapped
    return error
