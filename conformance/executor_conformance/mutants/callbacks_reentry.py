"""Mutants of the chapter on done-callbacks: the order of calls, and callbacks that do something."""

from __future__ import annotations

import threading
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.own_future import OwnFuture
from executor_conformance.mutants.own_pool import OwnPool
from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PATIENCE = 0.1


class _Stack(Future[Any]):
    _done_callbacks: list[Any]

    def _invoke_callbacks(self) -> None:
        self._done_callbacks.reverse()
        super()._invoke_callbacks()  # type: ignore[misc]


@mutant("CBK-03")
class CallsBackTheLatestFirst(ThreadPoolExecutor):
    """Keeps its callbacks on a stack."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Stack, super().submit(fn, *args, **kwargs))


class _SideBySide(Future[Any]):
    def add_done_callback(self, fn: Callable[..., object]) -> None:
        if self.done():
            super().add_done_callback(fn)
        else:
            super().add_done_callback(lambda _: threading.Thread(target=fn, args=(self,)).start())


@mutant("CBK-03")
class CallsBackSideBySide(ThreadPoolExecutor):
    """Starts a thread for each callback."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_SideBySide, super().submit(fn, *args, **kwargs))


class _StartsOver(Future[Any]):
    _depth = 0

    def add_done_callback(self, fn: Callable[..., object]) -> None:
        self._depth += 1
        try:
            for _ in range(self._depth):
                super().add_done_callback(fn)
        finally:
            self._depth -= 1


@mutant("CBK-11")
class CallsNestedCallbacksAgain(ThreadPoolExecutor):
    """Calls what a callback adds at once, and once more when it is back in its own list."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_StartsOver, super().submit(fn, *args, **kwargs))


class _CallsBack(Future[Any]):
    here: threading.local

    def _invoke_callbacks(self) -> None:
        self.here.calls_back = True
        super()._invoke_callbacks()  # type: ignore[misc]
        self.here.calls_back = False


@mutant("CBK-12")
class RefusesItsCallbacks(ThreadPoolExecutor):
    """Refuses calls while it sets an outcome, since that holds its lock."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._here = threading.local()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if getattr(self._here, "calls_back", False):
            raise RuntimeError("an outcome is being set")
        future: Any = super().submit(fn, *args, **kwargs)
        future.here = self._here
        return turn_into(_CallsBack, future)


class _Locked(OwnPool):
    """Has a lock that it does not wait for without end."""

    def __init__(
        self,
        max_workers: int = 4,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ):
        super().__init__(max_workers, initializer, initargs)
        self.lock = threading.Lock()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock, or raise `TimeoutError`."""
        if not self.lock.acquire(timeout=_PATIENCE):
            raise TimeoutError("the pool is busy")
        try:
            yield
        finally:
            self.lock.release()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> OwnFuture:
        with self.locked():
            return super().submit(fn, *args, **kwargs)


@mutant("CBK-13")
class CancelsUnderItsLock(_Locked):
    """Cancels calls with its lock held."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with self.locked():
            super().shutdown(wait=False, cancel_futures=cancel_futures)
        super().shutdown(wait)


class _FailsUnderLock(OwnFuture):
    lock: threading.Lock

    def finish(self, value: Any = None, error: BaseException | None = None) -> None:
        if isinstance(error, BrokenExecutor):
            with self.lock:
                super().finish(value, error)
        else:
            super().finish(value, error)


@mutant("CBK-14")
class BreaksUnderItsLock(_Locked):
    """Lets calls fail with its lock held when it breaks."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> OwnFuture:
        future: Any = super().submit(fn, *args, **kwargs)
        future.lock = self.lock
        return turn_into(_FailsUnderLock, future)
