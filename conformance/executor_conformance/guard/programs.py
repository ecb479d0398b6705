"""The guard's side of the process that whole programs are forked from."""

from __future__ import annotations

import os
import socket
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from executor_conformance.guard.connections import Connections

START = (
    "from executor_conformance.child.program_template import next_program\n"
    "exec(next_program({listener}), globals())"
)
"""What the process runs: its main module holds nothing but what the program defines."""


class ProgramTemplate:
    """Where programs can be asked for, and the process that answers, started when first asked.

    `start` runs a Python with some arguments and a descriptor that it inherits, and returns its id.
    """

    def __init__(
        self, connections: Connections, folder: str, start: Callable[[list[str], int], int]
    ):
        self.pid: int | None = None
        self.path = ""
        self._connections = connections
        self._start = start
        # It tells the end of a program without a handler of signals, which programs would inherit.
        if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
            return
        self.path = os.path.join(folder, "programs")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self.path)
        self._listener.listen(64)
        connections.watch(self._listener, self._asked)

    def note_deaths(self, ended: dict[int, int]) -> None:
        """Have a new process started with the next request, if this one has ended."""
        if self.pid in ended:
            self.pid = None
            self._connections.watch(self._listener, self._asked)

    def _asked(self) -> None:
        self._connections.forget(self._listener)
        descriptor = self._listener.fileno()
        self.pid = self._start(["-c", START.format(listener=descriptor)], descriptor)
