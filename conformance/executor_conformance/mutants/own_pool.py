"""A pool of threads of its own make, with futures that are not the standard library's."""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections import deque
from concurrent.futures import BrokenExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

from executor_conformance.mutants.own_future import OwnFuture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_crews: weakref.WeakSet[Crew] = weakref.WeakSet()
"""Those whose locks are held over a fork, so that a child finds none held for ever."""

_GLANCE = 0.05
"""Seconds after which an idle worker looks whether anybody can still submit."""


class Work(NamedTuple):
    """A call that waits for a worker, and its future."""

    future: OwnFuture
    call: Callable[[], Any]


class Crew:
    """The workers of one pool, and what they share; they do not keep the pool itself alive."""

    def __init__(self, size: int, initialize: Callable[[], object], retire_after: float):
        self._size = size
        self._initialize = initialize
        self._retire_after = retire_after
        self._changed = threading.Condition()
        self._queue: deque[Work] = deque()
        self._threads: list[threading.Thread] = []
        self._working = 0
        self._idle = 0
        self._closed = False
        self._broken: BaseException | None = None
        _crews.add(self)

    def hold(self) -> None:
        self._changed.acquire()

    def let_go(self) -> None:
        self._changed.release()

    def add(self, work: Work, pool: weakref.ref[OwnPool]) -> None:
        with self._changed:
            if self._broken is not None:
                raise _because(self._broken)
            if self._closed or not threading.main_thread().is_alive():
                raise RuntimeError("the pool takes no more calls")
            if self._idle <= len(self._queue) and self._working < self._size:
                self._start_worker(pool)
            self._queue.append(work)
            self._changed.notify()

    def start_all(self, pool: weakref.ref[OwnPool]) -> None:
        with self._changed:
            while self._working < self._size:
                self._start_worker(pool)

    def close(self, *, cancel: bool) -> None:
        with self._changed:
            self._closed = True
            dropped = self._drain() if cancel else []
            self._changed.notify_all()
        for work in dropped:
            work.future.cancel()

    def join(self) -> None:
        # Before Python 3.13, an interrupted join takes the thread for ended (gh-90882): threads are
        # joined only when they are about to end. A worker that comes here cannot wait for itself.
        if threading.current_thread() not in self._threads:
            with self._changed:
                # In a forked child all of them are gone.
                while self._working and any(thread.is_alive() for thread in self._threads):
                    self._changed.wait(_GLANCE)
        for thread in self._threads:
            thread.join()

    def _start_worker(self, pool: weakref.ref[OwnPool]) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        # Not a daemon, whatever the submitting thread is: the program waits for it.
        thread = threading.Thread(target=self._run, args=(pool,), daemon=False)
        thread.start()
        self._threads.append(thread)
        self._working += 1

    def _run(self, pool: weakref.ref[OwnPool]) -> None:
        try:
            self._initialize()
        except BaseException as reason:
            with self._changed:
                self._broken = reason
                self._leave()
                dropped = self._drain()
            for work in dropped:
                work.future.finish(error=_because(reason))
            return
        while (next_work := self._take(pool)) is not None:
            _carry_out(next_work)
            # Idle workers keep nothing of the last call.
            del next_work

    def _take(self, pool: weakref.ref[OwnPool]) -> Work | None:
        """Wait for work; None tells this worker to leave."""
        idle_since = time.monotonic()
        with self._changed:
            self._idle += 1
            try:
                while not self._queue:
                    ended = not threading.main_thread().is_alive()
                    bored = time.monotonic() - idle_since > self._retire_after
                    stop = self._closed or self._broken is not None
                    if stop or ended or bored or pool() is None:
                        self._leave()
                        return None
                    self._changed.wait(_GLANCE)
                return self._queue.popleft()
            finally:
                self._idle -= 1

    def _leave(self) -> None:
        self._working -= 1
        self._changed.notify_all()

    def _drain(self) -> list[Work]:
        drained = list(self._queue)
        self._queue.clear()
        return drained


def _because(reason: BaseException) -> BrokenExecutor:
    broken = BrokenExecutor("an initializer failed, so the pool cannot be used any more")
    broken.__cause__ = reason
    return broken


def _carry_out(work: Work) -> None:
    if not work.future.begin():
        return
    try:
        value = work.call()
    except BaseException as error:
        work.future.finish(error=error)
        # The traceback holds this frame: no cycle through it.
        del work
    else:
        work.future.finish(value)


def _hold_all() -> None:
    _held[:] = _crews
    for crew in _held:
        crew.hold()


def _let_go_of_all() -> None:
    for crew in _held:
        crew.let_go()
    _held.clear()


_held: list[Crew] = []
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_hold_all, after_in_parent=_let_go_of_all, after_in_child=_let_go_of_all
    )


class OwnPool:
    """Starts a worker when a call comes that no idle one can take."""

    retire_after = float("inf")
    """Seconds after which an idle worker leaves."""

    future_class = OwnFuture
    crew_class = Crew

    def __init__(
        self,
        max_workers: int = 4,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ):
        if max_workers < 1:
            raise ValueError("max_workers must be positive")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be callable")

        def initialize() -> None:
            if initializer is not None:
                initializer(*initargs)

        self._crew = self.crew_class(max_workers, initialize, self.retire_after)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> OwnFuture:
        """Accept a call and return its future."""
        future = self.future_class()
        self._crew.add(Work(future, lambda: fn(*args, **kwargs)), weakref.ref(self))
        return future

    def map(
        self,
        fn: Callable[..., Any],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,
    ) -> Iterator[Any]:
        """Submit a call for each group of items and return an iterator over their results."""
        deadline = None if timeout is None else time.monotonic() + timeout
        futures = [self.submit(fn, *items) for items in zip(*iterables, strict=False)]
        futures.reverse()
        # Not by way of the pool: the iterator does not keep that alive.
        drop = self.drop

        def results() -> Iterator[Any]:
            try:
                while futures:
                    left = None if deadline is None else deadline - time.monotonic()
                    values = [futures[-1].result(left)]
                    futures.pop()
                    yield values.pop()
            finally:
                drop(futures)

        return results()

    @staticmethod
    def drop(futures: list[OwnFuture]) -> None:
        """Cancel the calls whose results nobody will ask `map` for; the last one comes first."""
        for future in reversed(futures):
            future.cancel()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls; cancel those that wait, if told to, and wait for the others."""
        self._crew.close(cancel=cancel_futures)
        if wait:
            self._crew.join()

    def __enter__(self) -> OwnPool:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.shutdown()


class EagerPool(OwnPool):
    """Starts all its workers at once."""

    def __init__(
        self,
        max_workers: int = 4,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ):
        super().__init__(max_workers, initializer, initargs)
        self._crew.start_all(weakref.ref(self))


class RetiringPool(OwnPool):
    """Lets workers leave soon after they have nothing to do."""

    retire_after = 0.01
