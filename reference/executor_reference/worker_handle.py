"""A worker process, as its pool sees it."""

from collections.abc import Callable
from contextlib import suppress
from multiprocessing import process
from multiprocessing.connection import Pipe
from typing import Any

from executor_reference.task import Task
from executor_reference.transport import END


class WorkerHandle:
    """A worker process with its connection, and the task that it is executing."""

    def __init__(self) -> None:
        self.connection, self.far_end = Pipe()
        self.process: Any = None  # until it has been started
        self.ready = False  # its initializer has returned
        self.ending = False  # it was told to end
        self.task: Task | None = None
        self.calls = 0

    def start(self, start_process: Callable[[Any], Any]) -> None:
        """Start the process; if that fails, leave nothing open."""
        try:
            with self.far_end:
                self.process = start_process(self.far_end)
        except BaseException:
            self.connection.close()
            raise

    def sources(self) -> list[Any]:
        """Return what becomes ready when the worker has something to say, or dies."""
        return [self.connection, self.process.sentinel]

    def idle(self) -> bool:
        """Return whether the worker can be given a task."""
        return self.ready and self.task is None and not self.ending

    def give(self, task: Task) -> None:
        """Let the worker execute a task that was claimed."""
        self.task = task
        self.send(task.take_call())

    def end(self) -> None:
        """Tell the worker to end when it has nothing to do."""
        self.ending = True
        self.send(END)

    def send(self, message: bytes) -> None:
        """Send a message. If the worker has died, `receive` will tell."""
        with suppress(OSError):
            self.connection.send_bytes(message)

    def receive(self) -> bytes:
        """Return the message that has come; raise `EOFError` or `OSError` if the worker is dead."""
        if not self.connection.poll():
            raise EOFError
        return self.connection.recv_bytes()

    def terminate(self) -> None:
        """Tell the process to end, whatever it is doing."""
        with suppress(ValueError):  # the pool's manager has seen its end and closed it
            self.process.terminate()

    def kill(self) -> None:
        """End the process."""
        with suppress(ValueError):
            self.process.kill()

    def exit_code(self) -> int:
        """Make sure that the process has ended, and return its exit code."""
        self.kill()
        self.process.join()
        return int(self.process.exitcode)

    def close(self) -> None:
        """Wait for the end of the process, and close what belongs to it."""
        self.process.join()  # SHD-03
        self.process.close()
        self.connection.close()  # LIF-01

    def forget_in_fork(self) -> None:
        """Forget, in a forked child, a process that is its parent's.

        The child's copy of the connection must be closed, or else the worker would not notice the
        end of the parent; and `multiprocessing` must not try to join the process at exit.
        """
        self.connection.close()
        process._children.discard(self.process)  # type: ignore[attr-defined]  # noqa: SLF001
