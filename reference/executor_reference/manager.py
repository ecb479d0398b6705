"""The process pool: the thread that keeps its workers busy, and notices when one dies.

Each worker has a connection of its own, over which it is given one call at a time. So a call that
no worker is free for can still be cancelled, and no lock is shared with processes that may die
while they hold it.
"""

import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe, wait
from multiprocessing.context import BaseContext
from threading import Thread, current_thread
from typing import Any

from executor_reference import program_exit
from executor_reference.crew import Crew
from executor_reference.errors import BrokenProcessPool
from executor_reference.future import log
from executor_reference.process_starter import ProcessStarter
from executor_reference.task import Task
from executor_reference.transport import READY, decode_outcome
from executor_reference.worker_handle import WorkerHandle


class ProcessCrew(Crew):
    """The queue of a process pool, its workers, and the thread that manages them.

    Workers are started by the thread that submits, so that they find the program as it was then;
    the manager starts those that take the place of others.
    """

    broken_error = BrokenProcessPool

    def __init__(
        self,
        max_workers: int,
        context: BaseContext,
        initializer: Callable[..., object] | None,
        initargs: tuple[Any, ...],
        max_calls: int | None,
    ) -> None:
        super().__init__()
        self.max_workers = max_workers
        self.start_process = ProcessStarter(context, initializer, initargs)
        self.forks = context.get_start_method() == "fork"
        self.max_calls = max_calls
        self.pending: deque[Task] = deque()  # FIFO: ORD-01, ORD-03
        self.workers: list[WorkerHandle] = []
        # Held while workers are started, which may run code of the caller: the initializer's
        # arguments are pickled. The other lock is not held then.
        self.hiring = threading.Lock()
        self.manager: Thread | None = None
        self.bell: tuple[Connection[Any, Any], Connection[Any, Any]] | None = None
        self.rung = False

    def accept(self, task: Task) -> None:
        """Queue the task, with a worker for it if there can be one."""
        self.check_owner()
        with self.hiring:
            with self.lock:
                self.check_open()
            if self.manager is None:
                self.open()
            else:
                self.hire(1)
        with self.lock:  # SHD-01: a worker that was started in vain is ended by the manager
            self.check_open()
            self.pending.append(task)  # SUB-08, ORD-07
            self.wake_workers()

    def open(self) -> None:
        """Start what the pool consists of, at its first call (POO-07)."""
        program_exit.register(self)
        # Not a daemon, whatever the submitting thread is: EXI-10
        manager = Thread(target=self.manage, name="executor_reference-manager", daemon=False)
        with self.lock:
            self.enter(manager)
        try:
            # All forks come before the first thread: it is not safe to fork a program with several.
            self.hire(self.max_workers if self.forks else 1)  # INI-10
            self.bell = Pipe(duplex=False)
            self.manager = manager
            manager.start()
        except BaseException:  # SUB-11, ERR-17: as if nothing had been submitted
            if manager.ident is None:
                self.manager = None
                self.close_workers()
                with self.lock:
                    self.close_bell()
                    self.leave(manager)
            raise

    def hire(self, calls: int) -> None:
        """Start workers for so many further calls, as far as there may be more workers."""
        while self.lacks_workers(calls):
            try:
                self.add_worker()  # POO-10, POO-12
            except Exception:
                if not self.workers:
                    raise
                log.warning("a process pool goes on without a further worker", exc_info=True)
                return

    def lacks_workers(self, calls: int) -> bool:
        """Return whether there should be more workers, for the pending calls and so many others."""
        if self.forks and self.manager is not None:
            return False
        with self.lock:
            staying = [worker for worker in self.workers if not worker.ending]
            free = sum(worker.task is None for worker in staying)  # POO-08
            return free < len(self.pending) + calls and len(staying) < self.max_workers

    def add_worker(self) -> None:
        """Start one more worker process."""
        worker = WorkerHandle()
        # A forked worker closes its copies of the connections of all these, also of its own.
        self.workers.append(worker)
        try:
            worker.start(self.start_process)
        except BaseException:
            self.workers.remove(worker)
            raise
        finally:
            with self.lock:
                self.wake_workers()

    def manage(self) -> None:
        """Give calls to workers and receive their outcomes, until all is done."""
        try:
            while self.is_needed():
                try:
                    self.take_turn()
                except BaseException as error:  # ERR-16: nothing is left pending, whatever it is
                    log.critical("a process pool failed", exc_info=True)
                    self.break_down(f"the process pool failed: {error!r}")
        finally:
            with self.lock:
                self.close_bell()
                self.leave(current_thread())

    def is_needed(self) -> bool:
        """Return whether there is, or may come, something to manage."""
        with self.lock:
            return bool(self.workers or self.pending) or not self.closed

    def take_turn(self) -> None:
        """Do what can be done, wait for something to happen, and keep nothing of it (LIF-03)."""
        self.assign()
        outcomes, failure = self.listen()
        if failure is None:
            self.assign()  # no worker has to wait for the callbacks that are run next
        for task, message in outcomes:
            result, error = decode_outcome(message)
            if error is None:
                task.set_result(result)
            else:
                task.set_exception(error)
        if failure is not None:
            self.break_down(failure)

    def assign(self) -> None:
        """Give pending calls to idle workers, hire others, and end those that are not needed."""
        workers = self.started_workers()
        idle = [worker for worker in workers if worker.idle()]
        while idle and (task := self.next_task()) is not None:
            idle.pop().give(task)  # POO-01, POO-02, POO-04, ORD-02, SUB-07
        if self.lacks_workers(0):
            with self.hiring:
                self.hire(0)  # ERR-16
        elif self.closed and not self.pending:
            for worker in workers:
                if worker.task is None and not worker.ending:
                    worker.end()  # SHD-05, SHD-06, SHD-18

    def started_workers(self) -> list[WorkerHandle]:
        """Return the workers whose processes exist."""
        return [worker for worker in tuple(self.workers) if worker.process is not None]

    def next_task(self) -> Task | None:
        """Return the next task that is to be executed."""
        while True:
            with self.lock:
                if not self.pending:
                    return None
                task = self.pending.popleft()
            if task.claim():
                return task

    def listen(self) -> tuple[list[tuple[Task, bytes]], str | None]:
        """Wait for messages; return the outcomes that came, and what broke the pool, if so."""
        assert self.bell is not None
        bell = self.bell[0]
        workers = self.started_workers()
        sources: list[Any] = [bell]
        for worker in workers:
            sources += [worker.process.sentinel] if worker.ending else worker.sources()
        ready = set(wait(sources))
        if bell in ready:
            bell.recv_bytes()
            self.rung = False
        outcomes = []
        failure = None
        for worker in [worker for worker in workers if not ready.isdisjoint(worker.sources())]:
            if worker.ending:
                self.workers.remove(worker)
                worker.close()
                continue
            try:
                message = worker.receive()
            except (EOFError, OSError):
                pid, code = worker.process.pid, worker.exit_code()
                failure = f"a worker process died: pid {pid}, exit code {code}"
                continue
            if worker.task is not None:
                outcomes.append((worker.task, message))
                worker.task = None
                worker.calls += 1
                if worker.calls == self.max_calls:
                    worker.end()  # POO-10
            elif message == READY:
                worker.ready = True
            else:  # INI-06
                failure = f"an initializer of the process pool raised\n\n{message.decode()}"
        return outcomes, failure

    def break_down(self, reason: str) -> None:
        """Kill the workers, accept no more calls, and let all that have not ended fail."""
        running = [worker.task for worker in self.workers if worker.task is not None]
        self.close_workers()
        super().break_down(reason)
        for task in running:
            task.fail(self.broken_error(reason))  # ERR-03, ERR-08

    def close_workers(self) -> None:
        """Kill the workers that are left: a task could resist anything less."""
        for worker in self.started_workers():
            worker.kill()
            worker.close()  # ERR-05
            self.workers.remove(worker)

    def stop(self, end: Callable[[WorkerHandle], None]) -> None:
        """Shut down without waiting, and end all workers: their deaths fail what was running."""
        if self.inherited():
            self.closed = True
            return
        self.shutdown(wait=False, cancel_futures=True)  # ERR-15: no worker is hired any more
        for worker in self.started_workers():
            end(worker)  # ERR-14

    def close_bell(self) -> None:
        """Close the bell. Under the lock, so that nobody is ringing."""
        bell, self.bell = self.bell, None
        for end in bell or ():
            end.close()

    def take_pending(self) -> list[Task]:
        """Take all calls that have not started out of the queue. Under the lock."""
        tasks = list(self.pending)
        self.pending.clear()
        return tasks

    def wake_workers(self) -> None:
        """Ring the manager's bell, unless it has yet to hear it: so the pipe never fills."""
        bell = self.bell
        if bell is not None and not self.rung:
            self.rung = True
            with suppress(OSError):
                bell[1].send_bytes(b"")

    def join(self) -> None:
        """Wait until the workers and their manager have ended."""
        super().join()
        if self.manager is not None:
            self.manager.join()

    def forget_in_fork(self) -> None:
        """Close and forget what a forked child has inherited."""
        for worker in self.workers:
            worker.forget_in_fork()
        for end in self.bell or ():
            end.close()
