"""What an executor shares with the threads that work for it."""

import os
import threading
from concurrent.futures import BrokenExecutor
from threading import Thread, current_thread

from executor_reference import program_exit
from executor_reference.task import Task


class Crew:
    """The state of an executor: whether it is open, and which threads are at work for it.

    Workers know the crew and not the executor, so that an executor which is dropped can be
    collected while they finish its calls (LIF-06). One lock guards it all, and no call, callback or
    initializer is ever run while it is held (CBK-12, CBK-13, CBK-14).
    """

    broken_error: type[BrokenExecutor] = BrokenExecutor

    def __init__(self) -> None:  # POO-09: nothing is shared between executors
        self.lock = threading.Lock()
        self.nobody_at_work = threading.Condition(self.lock)
        self.at_work: set[Thread] = set()  # workers, and threads that are cancelling calls
        self.pid: int | None = None  # of the process that these threads belong to
        self.closed = False
        self.broken: str | None = None  # why

    def check_open(self) -> None:
        """Raise `RuntimeError` if calls are no longer accepted. Under the lock."""
        if self.broken is not None:
            raise self.broken_error(self.broken)  # ERR-04, INI-06
        if self.closed:
            raise RuntimeError("cannot accept calls: the executor was shut down")  # SHD-01

    def check_owner(self) -> None:
        """Raise `RuntimeError` if this process has inherited the crew, but not its workers."""
        if self.inherited():  # FRK-04, FRK-05
            raise RuntimeError(
                f"cannot accept calls: the workers of this executor belong to process {self.pid}, "
                "of which this is a fork; create a new executor here"
            )

    def inherited(self) -> bool:
        """Return whether the threads at work were left behind by a fork. Needs no lock."""
        return self.pid is not None and self.pid != os.getpid()

    def enter(self, thread: Thread) -> bool:
        """Count `thread` as at work; return False if it was already. Under the lock."""
        if self.inherited():
            self.at_work.clear()
        self.pid = os.getpid()
        if thread in self.at_work:
            return False
        self.at_work.add(thread)
        return True

    def leave(self, thread: Thread) -> None:
        """Count `thread` as no longer at work. Under the lock."""
        self.at_work.discard(thread)
        if not self.at_work:
            program_exit.unregister(self)
            self.nobody_at_work.notify_all()

    def close(self) -> None:
        """Accept no more calls, and let the workers end when the accepted ones have."""
        with self.lock:
            self.closed = True  # CCY-13: one moment for all who submit
            self.wake_workers()

    def cancel_pending(self) -> None:
        """Cancel every call that has not started."""
        with self.lock:
            # Nobody may see these calls gone from the queue before they are cancelled (CCY-07).
            entered = self.enter(current_thread())
            tasks = self.take_pending()  # CCY-14: no longer to be run, and so to be cancelled
            self.wake_workers()  # the mark of the end may have been taken with them
        try:
            for task in tasks:
                # SHD-09, SHD-10, SHD-11, SHD-12, SHD-17, SHD-22; not under the lock: CBK-13
                task.cancel()
        finally:
            if entered:
                with self.lock:
                    self.leave(current_thread())

    def break_down(self, reason: str) -> None:
        """Accept no more calls, and let those that have not started fail."""
        with self.lock:
            self.broken = reason
            self.closed = True
            tasks = self.take_pending()  # CCY-14: no longer to be run, and so to be cancelled
            self.wake_workers()
        for task in tasks:  # not under the lock: CBK-14
            task.fail(self.broken_error(reason))  # INI-05, ERR-08: each with an error of its own

    def join(self) -> None:
        """Wait until no thread is at work, neither for calls nor for their callbacks."""
        with self.lock:
            if current_thread() in self.at_work:
                raise RuntimeError(  # SHD-13
                    "shutdown(wait=True) was called by a call or callback of this executor, "
                    "and so would wait for itself; the executor is closed"
                )
            # Waiting for a condition can be interrupted and repeated (FRK-08, FRK-10, FRK-11).
            # Joining threads here cannot before 3.13: an interrupted join takes the thread for
            # ended (gh-90882).
            while self.at_work:
                self.nobody_at_work.wait()  # SHD-02, SHD-08, SHD-15, SHD-20

    def shutdown(self, wait: bool, cancel_futures: bool) -> None:
        """Keep the promises of `Executor.shutdown`."""
        if self.inherited():
            self.closed = True
            return  # FRK-03: what is pending or running here is the parent's
        self.close()  # SHD-07, SHD-14
        if cancel_futures:
            self.cancel_pending()
        if wait:  # SHD-04, AIO-14
            self.join()

    def abandon(self) -> None:
        """Do what `close` does for an executor that was dropped (LIF-07). Takes no lock.

        The garbage collector calls this at any time in any thread, be it one that holds the lock.
        """
        self.closed = True
        self.wake_workers()

    def take_pending(self) -> list[Task]:
        """Take all calls that have not started out of the queue. Under the lock."""
        return []

    def wake_workers(self) -> None:
        """Make idle workers look whether the crew is closed. Needs no lock."""

    def forget_in_fork(self) -> None:
        """Release what a forked child has inherited."""
