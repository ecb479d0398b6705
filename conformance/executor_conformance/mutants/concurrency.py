"""Mutants of the chapter on concurrent use."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ALL_COMPLETED, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.polling import poll
from executor_conformance.mutants.registry import mutant, mutant_function

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_INSTANT = 0.0003


@mutant("CCY-01")
class ReturnsTheLastFuture(ThreadPoolExecutor):
    """Remembers the last future, and returns it."""

    _last: Any = None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self._last = super().submit(fn, *args, **kwargs)
        time.sleep(0)
        return self._last


@mutant("CCY-02")
class LosesCallsDuringShutdown(ThreadPoolExecutor):
    """Accepts calls until `shutdown` has returned, and queues them behind the mark of the end."""

    _closing = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().submit(fn, *args, **kwargs)
        except RuntimeError:
            if not self._closing:
                raise
            return Future()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._closing = True
        super().shutdown(wait, cancel_futures=cancel_futures)
        time.sleep(_INSTANT)
        self._closing = False


@mutant("CCY-07")
class ClosesTwice(ThreadPoolExecutor):
    """Closes a descriptor in each `shutdown` that finds it open at the beginning."""

    _open = True
    _closed = False

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        found_open = self._open
        super().shutdown(wait, cancel_futures=cancel_futures)
        if found_open:
            time.sleep(_INSTANT)
            if self._closed:
                raise OSError("bad file descriptor")
            self._closed = True
        self._open = False


class _CancelsLate(Future[Any]):
    def cancel(self) -> bool:
        if self.running() or (self.done() and not self.cancelled()):
            return False
        time.sleep(_INSTANT)
        super().cancel()
        return True


@mutant("CCY-03")
class DecidesTooSoon(ThreadPoolExecutor):
    """Decides whether a call can be cancelled, and cancels it an instant later."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_CancelsLate, super().submit(fn, *args, **kwargs))


class _OneWaiter(Future[Any]):
    _awaited = False

    def result(self, timeout: float | None = None) -> Any:
        if not self.done() and self._awaited:
            raise RuntimeError("another thread is waiting")
        self._awaited = True
        return super().result(timeout)


@mutant("CCY-04")
class TakesOneWaiter(ThreadPoolExecutor):
    """Lets one thread wait for a result."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_OneWaiter, super().submit(fn, *args, **kwargs))


class _WakesOne(Future[Any]):
    def set_result(self, result: Any) -> None:
        self._condition.notify_all = self._condition.notify  # type: ignore[method-assign]
        super().set_result(result)


@mutant("CCY-04", shows=("hang",))
class WakesOneWaiter(ThreadPoolExecutor):
    """Wakes one of the threads that wait for a result."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_WakesOne, super().submit(fn, *args, **kwargs))


class _Misses(Future[Any]):
    def exception(self, timeout: float | None = None) -> BaseException | None:
        if not self.done():
            time.sleep(_INSTANT)
            with self._condition:
                told = self._condition.wait(timeout or 0.2)
            if not told:
                raise TimeoutError
        return super().exception(timeout)


@mutant("CCY-11")
class LooksThenSleeps(ThreadPoolExecutor):
    """Looks whether a call has ended, and then waits for news of it, but not for ever."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Misses, super().submit(fn, *args, **kwargs))


_waiting = threading.Lock()


@mutant_function("CCY-05", replaces="wait", make=ThreadPoolExecutor)
def waits_alone(
    fs: Iterable[Any], timeout: float | None = None, return_when: str = ALL_COMPLETED
) -> Any:
    """Let one thread at a time wait for several futures."""
    if not _waiting.acquire(blocking=False):
        raise RuntimeError("another thread is waiting")
    try:
        return poll(fs, timeout, return_when)
    finally:
        _waiting.release()


class _CallsAgain(Future[Any]):
    def add_done_callback(self, fn: Callable[..., object]) -> None:
        done = self.done()
        super().add_done_callback(fn)
        time.sleep(_INSTANT)
        if self.done() and not done:
            super().add_done_callback(fn)


@mutant("CCY-06")
class CallsBackAgainToBeSure(ThreadPoolExecutor):
    """Calls a callback if the future has become done while it was added, called or not."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_CallsAgain, super().submit(fn, *args, **kwargs))


class _IsBusy(Future[Any]):
    _busy = 0

    def _invoke_callbacks(self) -> None:
        self._busy = threading.get_ident()
        super()._invoke_callbacks()  # type: ignore[misc]
        self._busy = 0

    def exception(self, timeout: float | None = None) -> BaseException | None:
        if self._busy not in (0, threading.get_ident()):
            raise RuntimeError("callbacks are running")
        return super().exception(timeout)


@mutant("CCY-08")
class IsBusyWithCallbacks(ThreadPoolExecutor):
    """Has futures that do not answer while their callbacks run."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_IsBusy, super().submit(fn, *args, **kwargs))


class _Results:
    def __init__(self, futures: list[Future[Any]]):
        self._futures = futures

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        if not self._futures:
            raise StopIteration
        result = self._futures[0].result()
        time.sleep(_INSTANT)
        del self._futures[0]
        return result


@mutant("CCY-09")
class TakesTheNextLate(ThreadPoolExecutor):
    """Takes a future out of the list of `map` only when it has its result."""

    def map(
        self,
        fn: Callable[..., Any],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,
    ) -> Iterator[Any]:
        return _Results([self.submit(fn, *items) for items in zip(*iterables, strict=False)])


@mutant("CCY-10")
class MapsRecursively(ThreadPoolExecutor):
    """Has an iterator of `map` that is as deep as there are calls."""

    def map(
        self,
        fn: Callable[..., Any],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,
    ) -> Iterator[Any]:
        futures = [self.submit(fn, *items) for items in zip(*iterables, strict=False)]

        def results(position: int) -> Iterator[Any]:
            if position < len(futures):
                yield futures[position].result()
                yield from results(position + 1)

        return results(0)
