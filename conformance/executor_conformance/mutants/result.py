"""Mutants of the chapter on `result` and `exception` that spoil how outcomes are waited for."""

from __future__ import annotations

import json
import multiprocessing
import pickle
import time
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable


@mutant("RES-01")
class LosesFalsyValues(ThreadPoolExecutor):
    """Takes an empty value for none at all."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(lambda: fn(*args, **kwargs) or None)


@mutant("RES-01")
class CopiesValues(ThreadPoolExecutor):
    """Sends values through pickle where threads could share them."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(lambda: pickle.loads(pickle.dumps(fn(*args, **kwargs))))


def _through_json(fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    return json.loads(json.dumps(fn(*args, **kwargs)))


@mutant("RES-01", kind="process")
class SendsJson(ProcessPoolExecutor):
    """Sends values as JSON, which makes lists of tuples."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(_through_json, fn, *args, **kwargs)


class _NoneOnTimeout(Future[Any]):
    def result(self, timeout: float | None = None) -> Any:
        try:
            return super().result(timeout)
        except TimeoutError:
            return None


@mutant("RES-06")
class ReturnsNoneOnTimeout(ThreadPoolExecutor):
    """Returns None from `result` when the timeout has passed."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_NoneOnTimeout, super().submit(fn, *args, **kwargs))


class _NoExceptionOnTimeout(Future[Any]):
    def exception(self, timeout: float | None = None) -> Any:
        try:
            return super().exception(timeout)
        except TimeoutError:
            return None


@mutant("RES-06")
class ReturnsNoExceptionOnTimeout(ThreadPoolExecutor):
    """Returns None from `exception` when the timeout has passed."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_NoExceptionOnTimeout, super().submit(fn, *args, **kwargs))


class _Hasty(Future[Any]):
    def result(self, timeout: float | None = None) -> Any:
        return super().result(timeout and timeout / 2)


@mutant("RES-06")
class TimesOutEarly(ThreadPoolExecutor):
    """Waits for less than the timeout."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Hasty, super().submit(fn, *args, **kwargs))


class _OtherTimeoutError(Future[Any]):
    def result(self, timeout: float | None = None) -> Any:
        try:
            return super().result(timeout)
        except TimeoutError as error:
            raise multiprocessing.TimeoutError from error


@mutant("RES-06", kind="process")
class RaisesAnotherTimeoutError(ProcessPoolExecutor):
    """Raises the `TimeoutError` of `multiprocessing`, which is another one."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_OtherTimeoutError, super().submit(fn, *args, **kwargs))


class _Impatient(Future[Any]):
    def result(self, timeout: float | None = None) -> Any:
        try:
            return super().result(0.03 if timeout is None else timeout)
        except TimeoutError:
            if timeout is None:
                return None
            raise


@mutant("RES-02")
class GivesUpWaiting(ThreadPoolExecutor):
    """Returns None from `result` when the call takes long."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Impatient, super().submit(fn, *args, **kwargs))


class _NoExceptionYet(Future[Any]):
    def exception(self, timeout: float | None = None) -> Any:
        return super().exception(timeout) if self.done() or timeout is not None else None


@mutant("RES-02")
class HasNoExceptionYet(ThreadPoolExecutor):
    """Returns None from `exception` while the call is running."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_NoExceptionYet, super().submit(fn, *args, **kwargs))


class _NoneIfCancelled(Future[Any]):
    def result(self, timeout: float | None = None) -> Any:
        try:
            return super().result(timeout)
        except CancelledError:
            return None


@mutant("RES-05")
class ReturnsNoneIfCancelled(ThreadPoolExecutor):
    """Returns None from `result` of a cancelled call."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_NoneIfCancelled, super().submit(fn, *args, **kwargs))


class _CancelsSilently(Future[Any]):
    def cancel(self) -> bool:
        with self._condition:
            if self._state == "PENDING":
                self._state = "CANCELLED"
        return self.cancelled()


@mutant("RES-05", shows=("hang",))
class CancelsWithoutAWord(ThreadPoolExecutor):
    """Leaves those asleep who wait for the outcome of a call that is cancelled."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_CancelsSilently, super().submit(fn, *args, **kwargs))


class _NoneWithoutTime(Future[Any]):
    def result(self, timeout: float | None = None) -> Any:
        if timeout is not None and timeout <= 0 and not self.done():
            return None
        return super().result(timeout)


@mutant("RES-07")
class ReturnsNoneWithoutTime(ThreadPoolExecutor):
    """Returns None from `result` where there is no time to wait."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_NoneWithoutTime, super().submit(fn, *args, **kwargs))


class _ZeroIsNoLimit(Future[Any]):
    def exception(self, timeout: float | None = None) -> Any:
        return super().exception(timeout or None)


@mutant("RES-07", shows=("hang",))
class TakesZeroForNoLimit(ThreadPoolExecutor):
    """Waits for as long as it takes where the timeout is zero."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_ZeroIsNoLimit, super().submit(fn, *args, **kwargs))


class _GivenUp(Future[Any]):
    def result(self, timeout: float | None = None) -> Any:
        try:
            return super().result(timeout)
        except TimeoutError:
            self.cancel()
            raise


@mutant("RES-08")
class CancelsOnTimeout(ThreadPoolExecutor):
    """Cancels the call that was not in time, as `asyncio.wait_for` does."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_GivenUp, super().submit(fn, *args, **kwargs))


class _ClockFirst(Future[Any]):
    def result(self, timeout: float | None = None) -> Any:
        if timeout is not None and timeout <= 0:
            raise TimeoutError
        return super().result(timeout)


@mutant("RES-09")
class LooksAtTheClockFirst(ThreadPoolExecutor):
    """Raises `TimeoutError` where there is no time, although there is an outcome."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_ClockFirst, super().submit(fn, *args, **kwargs))


class _Polling(Future[Any]):
    def result(self, timeout: float | None = None) -> Any:
        while timeout is None and not self.done():
            time.sleep(0.05)
        return super().result(timeout)


@mutant("RES-16", shows=("hang",))
class SleepsAndLooksAgain(ThreadPoolExecutor):
    """Looks for the outcome twenty times a second."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Polling, super().submit(fn, *args, **kwargs))
