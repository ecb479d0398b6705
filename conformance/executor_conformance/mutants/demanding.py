"""Executors that demand something of those who use them, which the kit has to respect."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.adapter import Adapter

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future


class Backpressured(ThreadPoolExecutor):
    """Takes five unfinished calls; then `submit` waits for one to end."""

    LIMIT = 5

    def __init__(
        self,
        max_workers: int | None = None,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ):
        super().__init__(max_workers, initializer=initializer, initargs=initargs)
        self._room = threading.Semaphore(self.LIMIT)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand a call over, once there is room for it."""
        self._room.acquire()
        try:
            future = super().submit(fn, *args, **kwargs)
        except BaseException:
            self._room.release()
            raise
        future.add_done_callback(lambda _: self._room.release())
        return future


class BoundToItsThread(ThreadPoolExecutor):
    """Refuses to be called by another thread than the one that made it."""

    def __init__(
        self,
        max_workers: int | None = None,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ):
        super().__init__(max_workers, initializer=initializer, initargs=initargs)
        self._owner = threading.get_ident()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand a call over."""
        self._check()
        return super().submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Shut the pool down."""
        self._check()
        super().shutdown(wait, cancel_futures=cancel_futures)

    def _check(self) -> None:
        if threading.get_ident() != self._owner:
            raise RuntimeError("this pool belongs to another thread")


BACKPRESSURED = Adapter(
    name="Backpressured",
    make=Backpressured,
    kind="thread",
    program=f"{__name__}:Backpressured",
    queue_limit=Backpressured.LIMIT,
)
BOUND_TO_ITS_THREAD = Adapter(
    name="BoundToItsThread",
    make=BoundToItsThread,
    kind="thread",
    program=f"{__name__}:BoundToItsThread",
    creating_thread_only=True,
)
