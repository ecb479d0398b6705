"""Mutants of the chapter on the asyncio bridge."""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import threading
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.adapter import Adapter
from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)


class _Spoilt(ThreadPoolExecutor):
    """Gives its futures another class before their calls can have begun."""

    future_class: type[Future[Any]] = Future

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        submitted = threading.Event()

        def call() -> Any:
            submitted.wait()
            return fn(*args, **kwargs)

        future = turn_into(self.future_class, super().submit(call))
        submitted.set()
        return future


def _in_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


class _Wraps(Future[Any]):
    def set_exception(self, exception: BaseException | None) -> None:
        super().set_exception(RuntimeError(f"the call failed: {exception!r}"))


@mutant("AIO-01")
class ReportsItsOwnErrors(_Spoilt):
    """Reports each exception of a call as one of its own."""

    future_class = _Wraps


class _Direct(asyncio.Future[Any]):
    """Has callbacks called by whoever completes the executor's future; tasks are woken properly."""

    source: Future[Any]

    def add_done_callback(self, fn: Callable[..., object], /, *, context: Any = None) -> None:
        if context is not None:
            super().add_done_callback(fn, context=context)
        else:
            self.source.add_done_callback(lambda _: fn(self))


def _wrap_directly(future: Future[Any]) -> asyncio.Future[Any]:
    direct = _Direct()
    direct.source = future
    wrapped = asyncio.wrap_future(future)

    def take_over(_: object) -> None:
        if wrapped.cancelled():
            direct.cancel()
        elif (error := wrapped.exception()) is not None:
            direct.set_exception(error)
        else:
            direct.set_result(wrapped.result())

    wrapped.add_done_callback(take_over)
    return direct


@mutant("AIO-02", adapter="CALLS_BACK_IN_WORKERS")
class CallsBackInWorkers(ThreadPoolExecutor):
    """Comes with a bridge that calls callbacks in the thread that ran the call."""


CALLS_BACK_IN_WORKERS = Adapter(
    name="CALLS_BACK_IN_WORKERS", make=CallsBackInWorkers, kind="thread", wrap_future=_wrap_directly
)


@mutant("AIO-03", shows=("hang",))
class SparesTheWakeUp(ThreadPoolExecutor):
    """Waits for calls that an event loop submits, so that it need not be woken for them."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future = super().submit(fn, *args, **kwargs)
        if _in_a_loop():
            future.exception()
        return future


@mutant("AIO-04")
class FailsLaterInLoops(ThreadPoolExecutor):
    """Never raises in an event loop, but returns futures that have failed."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().submit(fn, *args, **kwargs)
        except RuntimeError as error:
            if not _in_a_loop():
                raise
            future: Future[Any] = Future()
            future.set_exception(error)
            return future


class _Uncancellable(Future[Any]):
    def cancel(self) -> bool:
        return False


@mutant("AIO-05")
class CannotCancel(_Spoilt):
    """Has futures that cannot be cancelled."""

    future_class = _Uncancellable


class _Abandoned(Future[Any]):
    def cancel(self) -> bool:
        if self.running():
            super().set_exception(RuntimeError("nobody waits for it any more"))
        return super().cancel()

    def set_result(self, result: Any) -> None:
        if not self.done():
            super().set_result(result)

    def set_exception(self, exception: BaseException | None) -> None:
        if not self.done():
            super().set_exception(exception)


@mutant("AIO-06")
class AbandonsRunningCalls(_Spoilt):
    """Lets a running call fail when the wait for it is cancelled."""

    future_class = _Abandoned


class _Noisy(Future[Any]):
    def cancel(self) -> bool:
        if self.running():
            self.add_done_callback(lambda _: log.warning("the result comes too late"))
        return super().cancel()


@mutant("AIO-06")
class ComplainsOfLateResults(_Spoilt):
    """Logs that a call ended after its wait had been cancelled."""

    future_class = _Noisy


class _FailsWhenCancelled(Future[Any]):
    def cancel(self) -> bool:
        if self.running() or self.done():
            return False
        self.set_exception(CancelledError())
        return True

    def set_running_or_notify_cancel(self) -> bool:
        return not self.done() and super().set_running_or_notify_cancel()


@mutant("AIO-07")
class TakesCancellationForFailure(_Spoilt):
    """Records the cancellation of a call as an exception of it."""

    future_class = _FailsWhenCancelled


class _Ends(Future[Any]):
    def set_exception(self, exception: BaseException | None) -> None:
        if isinstance(exception, StopIteration):
            self.set_result(exception.value)
        else:
            super().set_exception(exception)


@mutant("AIO-08")
class TakesStopIterationForAnEnd(_Spoilt):
    """Takes the value of a StopIteration for that of the call, as if it were a coroutine."""

    future_class = _Ends


class _Stays(Future[Any]):
    def set_exception(self, exception: BaseException | None) -> None:
        exits = isinstance(exception, (SystemExit, KeyboardInterrupt))
        super().set_exception(RuntimeError("a call cannot exit") if exits else exception)


@mutant("AIO-09")
class RefusesExits(_Spoilt):
    """Turns the exits of calls into errors."""

    future_class = _Stays


def _wrap_unguarded(future: Future[Any]) -> asyncio.Future[Any]:
    loop = asyncio.get_running_loop()
    awaitable = loop.create_future()

    def take_over() -> None:
        if not awaitable.done():
            error = future.exception()
            awaitable.set_exception(error) if error else awaitable.set_result(future.result())

    future.add_done_callback(lambda _: loop.call_soon_threadsafe(take_over))
    return awaitable


@mutant("AIO-10", adapter="WAKES_CLOSED_LOOPS")
class WakesClosedLoops(ThreadPoolExecutor):
    """Comes with a bridge that takes event loops to be there for ever."""


WAKES_CLOSED_LOOPS = Adapter(
    name="WAKES_CLOSED_LOOPS", make=WakesClosedLoops, kind="thread", wrap_future=_wrap_unguarded
)


class _OneListener(Future[Any]):
    _listened = False

    def add_done_callback(self, fn: Callable[[Future[Any]], object]) -> None:
        if self._listened:
            raise RuntimeError("somebody listens already")
        self._listened = True
        super().add_done_callback(fn)


@mutant("AIO-11")
class HasRoomForOneListener(_Spoilt):
    """Has futures that take one callback only."""

    future_class = _OneListener


class _Known(Future[Any]):
    pass


@mutant("AIO-12", adapter="WAITS_FOR_ITS_OWN")
class WaitsForItsOwn(_Spoilt):
    """Comes with a `wait` that leaves out futures that its pool has not made."""

    future_class = _Known


def _wait_for_own(fs: Any, *args: Any, **kwargs: Any) -> Any:
    known = {future for future in fs if isinstance(future, _Known)}
    return concurrent.futures.wait(known, *args, **kwargs)


WAITS_FOR_ITS_OWN = Adapter(
    name="WAITS_FOR_ITS_OWN",
    make=WaitsForItsOwn,
    kind="thread",
    wait=_wait_for_own,
    capabilities={"asyncio": True},
)


class _Elsewhere(Future[Any]):
    """Keeps values and exceptions in another future, and cancellation in both."""

    def __init__(self, inner: Future[Any]):
        super().__init__()
        self._inner = inner

    def cancel(self) -> bool:
        cancelled = self._inner.cancel()
        if cancelled and super().cancel():
            super().set_running_or_notify_cancel()
        return cancelled

    def cancelled(self) -> bool:
        return self._inner.cancelled()

    def running(self) -> bool:
        return self._inner.running()

    def done(self) -> bool:
        return self._inner.done()

    def result(self, timeout: float | None = None) -> Any:
        return self._inner.result(timeout)

    def exception(self, timeout: float | None = None) -> BaseException | None:
        return self._inner.exception(timeout)

    def add_done_callback(self, fn: Callable[[Future[Any]], object]) -> None:
        self._inner.add_done_callback(lambda _: fn(self))


@mutant("AIO-13")
class KeepsOutcomesElsewhere(ThreadPoolExecutor):
    """Returns futures that answer for others, and leaves what they inherit untouched."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return _Elsewhere(super().submit(fn, *args, **kwargs))


@mutant("AIO-14")
class IsClosedByItsCreator(ThreadPoolExecutor):
    """Refuses to be shut down by another thread than the one that made it."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._creator = threading.current_thread()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if threading.current_thread() is not self._creator:
            raise RuntimeError("this is not the thread that made the pool")
        super().shutdown(wait, cancel_futures=cancel_futures)


@mutant("AIO-15")
class WaitsInTheMainThread(ThreadPoolExecutor):
    """Waits for its calls only where the main thread shuts it down."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        wait = wait and threading.current_thread() is threading.main_thread()
        super().shutdown(wait, cancel_futures=cancel_futures)


@mutant("AIO-16")
class NamesItsCalls(ThreadPoolExecutor):
    """Logs the name of each call that it accepts."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        log.debug("accepted %s", fn.__name__)
        return super().submit(fn, *args, **kwargs)
