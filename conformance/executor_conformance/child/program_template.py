"""A process that whole programs are forked from, so that they need not start a Python each.

To start one and to import what every program imports takes longer than most programs do. The copies
go on as the main module of this process: what follows, up to the interpreter's own end, is as in a
program that was started. The template makes no thread, imports nothing that is judged, and of the
standard library only what leaves no handler for the exit.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import socket
import sys

# Known to type checkers; importing `typing` for it would delay the first program.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

READY = (
    "executor_conformance.stage",
    "executor_conformance.tasks",
    "concurrent.futures",
    "multiprocessing",
    "pickle",
    "queue",
    "subprocess",
    "tempfile",
    "traceback",
    "weakref",
)
"""What programs find imported: what any executor imports, or the programs themselves."""


def next_program(listener: int) -> CodeType:
    """Serve requests on a listening socket, and return in each copy, with the program to run."""
    for name in [name for name in os.environ if name.startswith("EXECUTOR_CONFORMANCE_")]:
        del os.environ[name]
    for name in READY:
        importlib.import_module(name)
    if hasattr(gc, "freeze"):
        gc.freeze()
    return _Template(socket.socket(fileno=listener)).serve()


class _Template:
    """Forks a copy for each connection, and tells on it how the copy has ended."""

    def __init__(self, listener: socket.socket):
        self._listener = listener
        self._ready = select.poll()
        self._ready.register(listener, select.POLLIN)
        self._lines: dict[int, socket.socket] = {}
        self._running: dict[int, tuple[int, socket.socket]] = {}

    def serve(self) -> CodeType:
        """Fork on each request; return in the copies."""
        while True:
            for descriptor, _ in self._ready.poll():
                if descriptor == self._listener.fileno():
                    self._accept()
                elif descriptor in self._running:
                    self._report(descriptor)
                elif descriptor in self._lines:
                    request = self._receive(descriptor)
                    if request and not self._fork(descriptor):
                        self._close_all()
                        return _become(request)

    def _accept(self) -> None:
        line, _ = self._listener.accept()
        self._lines[line.fileno()] = line
        self._ready.register(line, select.POLLIN)

    def _receive(self, descriptor: int) -> dict[str, Any]:
        """Return a request, or nothing if whoever asks has gone."""
        line = self._lines.pop(descriptor)
        self._ready.unregister(descriptor)
        text = b""
        while not text.endswith(b"\n"):
            data = line.recv(1 << 16)
            if not data:
                line.close()
                return {}
            text += data
        self._lines[descriptor] = line
        request: dict[str, Any] = json.loads(text)
        return request

    def _fork(self, descriptor: int) -> int:
        """Fork, and watch the copy. Return its id, or 0 in the copy."""
        pid = os.fork()
        if pid:
            line = self._lines.pop(descriptor)
            line.sendall(f"{pid}\n".encode())
            ended = os.pidfd_open(pid)
            self._running[ended] = pid, line
            self._ready.register(ended, select.POLLIN)
        return pid

    def _report(self, ended: int) -> None:
        pid, line = self._running.pop(ended)
        self._ready.unregister(ended)
        os.close(ended)
        _, status = os.waitpid(pid, 0)
        # Perhaps nobody waits for it any more.
        with contextlib.suppress(OSError):
            line.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
        line.close()

    def _close_all(self) -> None:
        self._listener.close()
        for line in self._lines.values():
            line.close()
        for ended, (_, line) in self._running.items():
            os.close(ended)
            line.close()


def _become(request: dict[str, Any]) -> CodeType:
    """Make this process what it would be if it had been started to run a script."""
    os.setpgid(0, 0)
    if request["environment"] != dict(os.environ):
        os.environ.clear()
        os.environ.update(request["environment"])
    os.chdir(request["directory"])
    for stream, descriptor in (("stdout", 1), ("stderr", 2)):
        file = os.open(request[stream], os.O_WRONLY | os.O_TRUNC)
        os.dup2(file, descriptor)
        os.close(file)
    script: str = request["script"]
    sys.argv[:] = [script]
    sys.modules["__main__"].__file__ = script
    with open(script, encoding="utf-8") as source:
        return compile(source.read(), script, "exec")
