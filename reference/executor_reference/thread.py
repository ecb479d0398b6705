"""The thread pool: threads that take calls from one queue until it ends."""

import itertools
import operator
import os
import weakref
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread, current_thread
from typing import Any, ParamSpec, TypeVar

from executor_reference import program_exit
from executor_reference.base import BaseExecutor
from executor_reference.crew import Crew
from executor_reference.errors import BrokenThreadPool
from executor_reference.future import Future, log
from executor_reference.task import Task

P = ParamSpec("P")
T = TypeVar("T")


class ThreadPoolExecutor(BaseExecutor):
    """An executor that runs calls in threads of this process.

    It takes the greatest number of threads (by default the number of processors and four more, 32
    at most), a prefix for their names, and an initializer that each thread calls, with `initargs`,
    before its first call. A thread is started only when a call is submitted and no thread is idle.
    """

    _numbers = itertools.count()

    def __init__(
        self,
        max_workers: int | None = None,
        thread_name_prefix: str = "",
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ) -> None:
        if max_workers is None:
            max_workers = min(32, processors() + 4)  # POO-06
        if operator.index(max_workers) < 1:
            raise ValueError(f"max_workers must be at least 1, not {max_workers}")  # POO-05
        if initializer is not None and not callable(initializer):
            raise TypeError(f"initializer must be callable, not {initializer!r}")  # INI-04
        name = thread_name_prefix or f"{type(self).__name__}-{next(self._numbers)}"  # THR-04
        self._crew = ThreadCrew(max_workers, name, initializer, initargs)
        # Once this executor is dropped, its workers finish the calls and end (LIF-06, LIF-07).
        weakref.finalize(self, self._crew.abandon).atexit = False

    def submit(  # type: ignore[override]  # see BaseExecutor
        self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Accept the call `fn(*args, **kwargs)`, and return the future of its outcome.

        Raises `RuntimeError` after a shutdown, `BrokenThreadPool` once an initializer has failed.
        """
        task = Task((fn, args, kwargs))  # SUB-03, SUB-04, SUB-05
        self._crew.accept(task)
        return task.future  # SUB-01, SUB-02, SUB-14, ORD-05, ORD-06, LIF-08

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # SHD-21
        """Accept no more calls; wait until all accepted ones have ended, and the threads too.

        With `wait=False`, return at once; the accepted calls are executed all the same. With
        `cancel_futures`, cancel those that have not started.
        """
        self._crew.shutdown(wait, cancel_futures)

    def _check_open(self) -> None:
        with self._crew.lock:
            self._crew.check_open()


class ThreadCrew(Crew):
    """The queue of a thread pool, and its threads."""

    broken_error = BrokenThreadPool

    def __init__(
        self,
        max_workers: int,
        name: str,
        initializer: Callable[..., object] | None,
        initargs: tuple[Any, ...],
    ) -> None:
        super().__init__()
        self.max_workers = max_workers
        self.name = name
        self.initializer = initializer
        self.initargs = initargs
        self.threads: list[Thread] = []
        self.unfinished = 0  # calls that are pending or running
        # FIFO: ORD-01, ORD-03. An entry is all that a pending call takes: CCY-10. None marks the
        # end, and each worker passes it on to the next.
        # Putting into this queue takes no lock of ours, which `abandon` needs.
        self.tasks: SimpleQueue[Task | None] = SimpleQueue()

    def accept(self, task: Task) -> None:
        """Queue the task, with a worker for it if there can be one."""
        self.check_owner()
        with self.lock:  # SUB-10, CCY-01; SHD-01, CCY-02: no call comes behind the mark of the end
            self.check_open()
            # POO-02, POO-07, POO-08: a worker is added only when each of the others has a call
            if len(self.threads) <= self.unfinished and len(self.threads) < self.max_workers:
                self.start_worker()  # SUB-11: raises before the call is queued
            self.unfinished += 1
            self.tasks.put(task)  # SUB-08, ORD-07

    def start_worker(self) -> None:
        """Start one more thread. Under the lock."""
        program_exit.register(self)
        # Not a daemon, whatever the submitting thread is: THR-02, EXI-10
        thread = Thread(target=self.work, name=f"{self.name}_{len(self.threads)}", daemon=False)
        self.threads.append(thread)  # THR-03, THR-07
        self.enter(thread)
        try:
            thread.start()
        except BaseException:
            if thread.ident is None:
                self.threads.remove(thread)
                self.leave(thread)
            raise

    def work(self) -> None:
        """Execute calls until the end of the queue: what a worker thread does."""
        try:
            if self.prepare():  # INI-01, INI-02
                while (task := self.tasks.get()) is not None:  # POO-01, POO-03, POO-04
                    # Not under the lock: CBK-12
                    task.run()  # ORD-02, SUB-07, THR-01, THR-05, ORD-08
                    del task
                    with self.lock:
                        self.unfinished -= 1
            self.tasks.put(None)
        finally:
            with self.lock:
                self.leave(current_thread())

    def prepare(self) -> bool:
        """Call the initializer; if it fails, break the pool and return False."""
        if self.initializer is None:
            return True
        try:
            self.initializer(*self.initargs)  # INI-03
        except BaseException:
            log.critical("an initializer of %s raised", self.name, exc_info=True)  # INI-09
            # INI-05, INI-06; what runs in other workers goes on: INI-07
            self.break_down("an initializer of the thread pool raised: see the log for its error")
            return False
        return True

    def take_pending(self) -> list[Task]:
        """Take all tasks out of the queue. Under the lock."""
        tasks: list[Task] = []
        while True:
            try:
                task = self.tasks.get_nowait()
            except Empty:
                return tasks
            if task is not None:
                tasks.append(task)

    def wake_workers(self) -> None:
        """Mark the end of the queue."""
        self.tasks.put(None)  # SHD-05, SHD-06, SHD-18

    def join(self) -> None:
        """Wait until the threads have ended."""
        super().join()
        for thread in tuple(self.threads):
            thread.join()  # SHD-03


def processors() -> int:
    """Return how many processors this process may use, or else how many there are."""
    count: Callable[[], int | None] = getattr(os, "process_cpu_count", os.cpu_count)
    return count() or 1
