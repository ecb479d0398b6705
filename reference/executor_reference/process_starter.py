"""Starting worker processes, and what `multiprocessing` has to be helped with."""

import sys
from collections.abc import Callable
from multiprocessing import forkserver
from multiprocessing.context import BaseContext
from typing import Any

from executor_reference.worker import serve


class ProcessStarter:
    """Starts worker processes that serve one end of a connection."""

    def __init__(
        self,
        context: BaseContext,
        initializer: Callable[..., object] | None,
        initargs: tuple[Any, ...],
    ) -> None:
        self.context = context
        self.initialization = (initializer, initargs)
        self.main_file = getattr(sys.modules["__main__"], "__file__", None)

    def __call__(self, connection: Any) -> Any:
        """Start a process and return it."""
        if self.main_file is None:
            return self.start(connection)
        # A spawned process imports the main module from its `__file__` (PRC-07), which the
        # interpreter deletes when the module has ended. If it does so meanwhile, nobody knows what
        # the process was told.
        main: Any = sys.modules["__main__"]
        while True:
            main.__file__ = self.main_file
            process = self.start(connection)
            if hasattr(main, "__file__"):
                return process
            process.kill()
            process.join()
            process.close()

    def start(self, connection: Any) -> Any:
        """Start a process in the way of the context."""
        # PRC-01, PRC-06, PRC-10, PRC-11, PRC-13, PRC-17
        process = self.context.Process(  # type: ignore[attr-defined]
            target=serve, args=(connection, *self.initialization)
        )
        try:
            process.start()
        except ChildProcessError:
            forget_fork_server()
            process.start()
        return process


def forget_fork_server() -> None:
    """Let `multiprocessing` start a fork server of this process's own.

    In a forked child it would go on using that of the parent, and fails in waiting for it.
    """
    server: Any = forkserver._forkserver  # noqa: SLF001
    server._forkserver_address = None  # noqa: SLF001
    server._forkserver_alive_fd = None  # noqa: SLF001
    server._forkserver_pid = None  # noqa: SLF001
