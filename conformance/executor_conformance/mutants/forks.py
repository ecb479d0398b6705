"""Mutants of the chapter on forks and signals."""

from __future__ import annotations

import atexit
import concurrent.futures
import contextlib
import os
import select
import signal
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@mutant("FRK-01")
class WorksInOneProcess(ThreadPoolExecutor):
    """Belongs to a library that was set up in one process, and refuses to be used in another."""

    _process: int | None = None

    def __init__(self, max_workers: int | None = None):
        cls = type(self)
        cls._process = cls._process or os.getpid()
        if os.getpid() != cls._process:
            raise RuntimeError("the library was set up in another process")
        super().__init__(max_workers)


def _end_workers(pool: ProcessPoolExecutor) -> None:
    for pid in list(vars(pool)["_processes"] or ()):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)


@mutant("FRK-02", kind="process")
class EndsWorkersAtExit(ProcessPoolExecutor):
    """Ends its workers when a program ends, and so also when a child of it does."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        atexit.register(_end_workers, self)


@mutant("FRK-02")
class FailsInChildren(ThreadPoolExecutor):
    """Has a hook that fails at the end of a child, which has none of its threads."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        owner = os.getpid()
        atexit.register(lambda: None if os.getpid() == owner else os._exit(1))


@mutant("FRK-03", kind="process")
class EndsWorkersWhenClosed(ProcessPoolExecutor):
    """Ends its workers after `shutdown` has waited for them, and so also in a child."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        workers = list(self._processes or ())
        super().shutdown(wait, cancel_futures=cancel_futures)
        for pid in workers if wait else ():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)


@mutant("FRK-04", kind="process")
class ReplacesWorkersInAChild(ProcessPoolExecutor):
    """Ends the workers that it finds after a fork, to start others in their place."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._owner = os.getpid()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if os.getpid() != self._owner:
            _end_workers(self)
        return super().submit(fn, *args, **kwargs)


@mutant("FRK-05")
class QueuesInAChild(ThreadPoolExecutor):
    """Queues calls in a forked child, for threads that only the parent has."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._owner = os.getpid()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if os.getpid() != self._owner:
            return Future()
        return super().submit(fn, *args, **kwargs)


class _Fetched(Future[Any]):
    owner = 0

    def result(self, timeout: float | None = None) -> Any:
        if os.getpid() != self.owner:
            raise ConnectionError("the connection belongs to another process")
        return super().result(timeout)


@mutant("FRK-06")
class FetchesResults(ThreadPoolExecutor):
    """Fetches results over a connection that only the parent can use."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future = turn_into(_Fetched, super().submit(fn, *args, **kwargs))
        future.owner = os.getpid()
        return future


@mutant("FRK-07")
class FailsPendingFuturesInAChild(ThreadPoolExecutor):
    """Lets all futures fail in a child that are not done, so that nobody waits for them there."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._futures: list[Future[Any]] = []
        os.register_at_fork(after_in_child=self._fail_all)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self._futures.append(super().submit(fn, *args, **kwargs))
        return self._futures[-1]

    def _fail_all(self) -> None:
        for future in self._futures:
            if not future.done():
                future.set_exception(RuntimeError("this is a fork"))


class _Stubborn(Future[Any]):
    def result(self, timeout: float | None = None) -> Any:
        while not self.done():
            with contextlib.suppress(KeyboardInterrupt):
                return super().result(timeout)
        return super().result()


@mutant("FRK-08")
class WaitsOn(ThreadPoolExecutor):
    """Does not let Ctrl-C disturb a wait."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Stubborn, super().submit(fn, *args, **kwargs))


class _GivenUp(Future[Any]):
    def result(self, timeout: float | None = None) -> Any:
        try:
            return super().result(timeout)
        except KeyboardInterrupt:
            self.cancel()
            raise


@mutant("FRK-09")
class CancelsWhenInterrupted(ThreadPoolExecutor):
    """Cancels a call when a wait for it is interrupted."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_GivenUp, super().submit(fn, *args, **kwargs))


@mutant("FRK-09")
class CancelsTheOddOnes(ThreadPoolExecutor):
    """Cancels only every other of the calls that an interrupted iterator of `map` leaves."""

    def map(self, fn: Callable[..., Any], *iterables: Any, **keywords: Any) -> Any:
        futures = [self.submit(fn, *items) for items in zip(*iterables, strict=False)]
        return self._results(futures)

    @staticmethod
    def _results(futures: list[Future[Any]]) -> Iterator[Any]:
        try:
            for future in futures:
                yield future.result()
        except KeyboardInterrupt:
            for future in futures[1::2]:
                future.cancel()
            raise


@mutant("FRK-10")
class ClosesAfterwards(ThreadPoolExecutor):
    """Waits for its calls first, and closes when they have ended."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._futures: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self._futures.append(super().submit(fn, *args, **kwargs))
        return self._futures[-1]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if wait:
            concurrent.futures.wait(self._futures)
        super().shutdown(wait, cancel_futures=cancel_futures)


@mutant("FRK-11")
class ForgetsWhatItJoins(Executor):
    """Joins its daemon threads at the end of the program, but those of `shutdown` only there."""

    def __init__(self) -> None:
        self._threads: list[threading.Thread] = []
        threading.Thread(target=self._join_at_exit).start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future: Future[Any] = Future()

        def call() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:
                future.set_exception(error)

        self._threads.append(threading.Thread(target=call, daemon=True))
        self._threads[-1].start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        threads, self._threads = self._threads, []
        for thread in threads if wait else ():
            thread.join()

    def _join_at_exit(self) -> None:
        threading.main_thread().join()
        for thread in self._threads:
            thread.join()


class _WokenByPipe(Future[Any]):
    def result(self, timeout: float | None = None) -> Any:
        if threading.current_thread() is not threading.main_thread():
            return super().result(timeout)
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        before = signal.set_wakeup_fd(writer)
        try:
            self.add_done_callback(lambda _: os.write(writer, b"."))
            select.select([reader], [], [], timeout)
            return super().result(0)
        finally:
            signal.set_wakeup_fd(before)
            os.close(reader)


@mutant("FRK-12")
class TakesSignalsForTimeouts(ThreadPoolExecutor):
    """Waits at a pipe, and takes whatever wakes it for an outcome or for the end of the time."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_WokenByPipe, super().submit(fn, *args, **kwargs))
