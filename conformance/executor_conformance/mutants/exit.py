"""Mutants of the chapter on program exit."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import sys
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.own_future import OwnFuture
from executor_conformance.mutants.own_pool import OwnPool
from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable


@mutant("EXI-01")
class UsesDaemonThreads(Executor):
    """Runs each call in a daemon thread, which dies with the program."""

    _daemon: bool | None = True

    def __init__(self) -> None:
        self._threads: list[threading.Thread] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future: Future[Any] = Future()

        def call() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:
                future.set_exception(error)

        self._threads.append(threading.Thread(target=call, daemon=self._daemon))
        self._threads[-1].start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        for thread in self._threads if wait else ():
            thread.join()


def _after_the_main_thread(action: Callable[[], object]) -> None:
    def wait_then_act() -> None:
        threading.main_thread().join()
        action()

    threading.Thread(target=wait_then_act, daemon=True).start()


@mutant("EXI-01")
class CancelsWhatWaitsAtExit(OwnPool):
    """Cancels the waiting calls when the main thread has ended."""

    def __init__(self, max_workers: int = 4):
        super().__init__(max_workers)
        _after_the_main_thread(lambda: self.shutdown(wait=False, cancel_futures=True))


@mutant("EXI-01", kind="process")
class UsesDaemonProcesses(Executor):
    """Has a pool of `multiprocessing`, which is terminated when the program ends."""

    def __init__(self, max_workers: int | None = None):
        self._pool = multiprocessing.Pool(max_workers)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future: Future[Any] = Future()
        self._pool.apply_async(fn, args, kwargs, future.set_result, future.set_exception)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._pool.close()
        if wait:
            self._pool.join()


@mutant("EXI-11", shows=("hang",))
class HasAHousekeeper(ThreadPoolExecutor):
    """Has a thread that waits for `shutdown`, and with it the program."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._closed = threading.Event()
        threading.Thread(target=self._closed.wait).start()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait, cancel_futures=cancel_futures)
        self._closed.set()


@mutant("EXI-02")
class LeavesAfterShutdown(UsesDaemonThreads):
    """Joins its daemon threads at the end of the program, but not after `shutdown`."""

    def __init__(self) -> None:
        super().__init__()
        self._closed = False
        threading.Thread(target=self._join_at_exit).start()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait, cancel_futures=cancel_futures)
        self._closed = True

    def _join_at_exit(self) -> None:
        threading.main_thread().join()
        for thread in self._threads if not self._closed else ():
            thread.join()


def _print_and_leave(*error: Any) -> None:
    sys.__excepthook__(*error)
    os._exit(1)


@mutant("EXI-03")
class FailsFast(ThreadPoolExecutor):
    """Ends the program at once when its main module raises."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        sys.excepthook = _print_and_leave


@mutant("EXI-04")
class LeavesWithSuccess(ThreadPoolExecutor):
    """Ends the program itself once its calls have ended, whatever status was asked for."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        atexit.register(os._exit, 0)


class _SilentAtExit(OwnFuture):
    def add_done_callback(self, fn: Callable[..., object]) -> None:
        super().add_done_callback(
            lambda future: fn(future) if threading.main_thread().is_alive() else None
        )


@mutant("EXI-07")
class DropsCallbacksAtExit(OwnPool):
    """Calls no callback once the main thread has ended."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_SilentAtExit, super().submit(fn, *args, **kwargs))


@mutant("EXI-10")
class InheritsDaemons(UsesDaemonThreads):
    """Runs each call in a thread that is a daemon if the submitting one is."""

    _daemon = None


@mutant("EXI-05")
class JoinsInAHandler(UsesDaemonThreads):
    """Waits for its calls in an `atexit` handler, which runs after those that come later."""

    def __init__(self) -> None:
        super().__init__()
        atexit.register(self.shutdown)


@mutant("EXI-06")
class AcceptsWhatItDrops(ThreadPoolExecutor):
    """Returns a future for a call that comes too late to be carried out."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().submit(fn, *args, **kwargs)
        except RuntimeError:
            if threading.main_thread().is_alive():
                raise
            return Future()


@mutant("EXI-08", kind="process", shows=("hang",))
class LeavesInAHurry(ProcessPoolExecutor):
    """Ends the program without its cleanup, and so without telling the workers."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        # The hooks that were registered last are called first.
        threading._register_atexit(os._exit, 0)  # type: ignore[attr-defined]  # noqa: SLF001


@mutant("EXI-09")
class ReportsLostCalls(ThreadPoolExecutor):
    """Fails at the end of a process in which calls have not ended, be they those of its parent."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._futures: list[Future[Any]] = []
        atexit.register(self._report)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self._futures.append(super().submit(fn, *args, **kwargs))
        return self._futures[-1]

    def _report(self) -> None:
        if not all(future.done() for future in self._futures):
            os._exit(1)
