"""Executors that hold another one, instead of being derived from it."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor, Future


class WrappedFuture:
    """A future that asks another one."""

    def __init__(self, inner: Future[Any]):
        self._inner = inner

    def cancel(self) -> bool:
        """Cancel the call if it has not begun, and say whether it is cancelled."""
        return self._inner.cancel()

    def cancelled(self) -> bool:
        """Say whether the call was cancelled."""
        return self._inner.cancelled()

    def running(self) -> bool:
        """Say whether the call is running."""
        return self._inner.running()

    def done(self) -> bool:
        """Say whether the call has ended or was cancelled."""
        return self._inner.done()

    def result(self, timeout: float | None = None) -> Any:
        """Wait, for `timeout` seconds at most, and return or raise what the call came to."""
        try:
            return self._inner.result(timeout)
        finally:
            # The traceback of an exception holds this frame: no cycle through it.
            del self

    def exception(self, timeout: float | None = None) -> BaseException | None:
        """Wait, for `timeout` seconds at most, and return what the call has raised, or None."""
        return self._inner.exception(timeout)

    def add_done_callback(self, fn: Callable[..., object]) -> None:
        """Have `fn` called with this future, not with the other one, once it is done."""
        self._inner.add_done_callback(lambda _: fn(self))


class Delegating:
    """Passes everything on to the executor that it holds."""

    def __init__(self, inner: Executor):
        self._inner = inner

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Pass a call on."""
        return self._inner.submit(fn, *args, **kwargs)

    def map(
        self,
        fn: Callable[..., Any],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,
    ) -> Iterator[Any]:
        """Pass many calls on."""
        return self._inner.map(fn, *iterables, timeout=timeout, chunksize=chunksize)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Shut the executor down."""
        self._inner.shutdown(wait, cancel_futures=cancel_futures)

    def __enter__(self) -> Delegating:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.shutdown()


class WrappedThreads(Delegating):
    """Holds a pool of threads."""

    def __init__(
        self,
        max_workers: int | None = None,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ):
        super().__init__(
            ThreadPoolExecutor(max_workers, initializer=initializer, initargs=initargs)
        )


class WrappedProcesses(Delegating):
    """Holds a pool of processes, and wraps its futures too."""

    def __init__(
        self,
        max_workers: int | None = None,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ):
        super().__init__(
            ProcessPoolExecutor(max_workers, initializer=initializer, initargs=initargs)
        )

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Pass a call on and wrap its future."""
        return WrappedFuture(super().submit(fn, *args, **kwargs))
