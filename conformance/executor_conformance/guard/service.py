"""The guard's main loop: who may speak, and whether the session is still there."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import sys
import tempfile
from typing import TYPE_CHECKING

from executor_conformance.guard import processes
from executor_conformance.guard.connections import Connection, Connections, Message
from executor_conformance.guard.meeting import Meeting
from executor_conformance.guard.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> None:
    """Guard one session, whose pid is on standard input, until it says `stop` or goes away.

    Prints one line: the port and the token of its rendezvous, and whether orphans are adopted.
    """
    line = sys.stdin.readline()
    if not line:
        # The session was interrupted before it had said who it is.
        return
    session = int(line)

    def introduce(guard: Guard, adopts: bool) -> None:
        greeting = f"{guard.connections.port} {guard.token} {int(adopts)}\n"
        os.write(sys.stdout.fileno(), greeting.encode())

    serve(session, session, introduce)


def serve(
    session: int,
    parent: int,
    introduce: Callable[[Guard, bool], None],
    folder: str | None = None,
) -> None:
    """Guard one session until it says `stop`, or it or the parent of this process goes away.

    `introduce` is given the guard, and whether orphans are adopted, before it serves. `folder` is
    where its files are, if not among those of the system.
    """
    # Ctrl-C reaches the session too, which then ends the guard.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda signum, frame: sys.exit(0))
    adopts = processes.become_subreaper()
    processes.without_core_dumps()
    own = tempfile.mkdtemp(prefix="executor-conformance-", dir=folder)
    guard = Guard(session, parent, own)
    try:
        introduce(guard, adopts)
        guard.serve()
    except BrokenPipeError:
        # The session was interrupted meanwhile, and reads no more.
        pass
    finally:
        processes.end_tree(guard.supervisor.child)
        shutil.rmtree(own, ignore_errors=True)


class Guard:
    """The session on one side, a judged process on the other, and the rendezvous of both."""

    def __init__(self, session: int, parent: int, folder: str):
        self.session = session
        self.parent = parent
        self.token = os.urandom(16).hex()
        self.meeting = Meeting()
        self.connections = Connections(self.greet)
        self.ports: dict[str, int] = {}
        self.supervisor = Supervisor(self.connections, self.meeting, self.token, folder)
        self.commands: list[tuple[Connection, Message]] = []
        self._wake_on_deaths()

    def serve(self) -> None:
        """Carry out the session's commands until it ends."""
        while True:
            self.connections.serve_once(1.0)
            while self.commands:
                connection, command = self.commands.pop(0)
                connection.send(self.supervisor.obey(command))
            self.check_lifeline()

    def greet(self, connection: Connection, message: Message) -> None:
        """Find out by its first message who a peer is; strangers are not answered."""
        if message.get("token") != self.token:
            self.connections.close(connection)
            return
        if message.get("op") == "listen":
            connection.send(self.listen(str(message["name"])))
            return
        match message.get("role"):
            case "session":
                connection.on_message = self.take
                connection.on_close = lambda peer: sys.exit(0)
                self._watch_session()
            case "child" | "template" as role:
                self.supervisor.adopt(connection, role, message["pid"])
            case _:
                self.meet(connection, message)

    def meet(self, connection: Connection, message: Message) -> None:
        """Serve the rendezvous, and nothing else: all that is offered to other hosts."""
        if message.get("token") != self.token:
            self.connections.close(connection)
            return
        connection.on_close = self.meeting.forget
        self.meeting.serve(connection, message)

    def listen(self, host: str) -> Message:
        """Serve the rendezvous at an address of this host, and tell the port."""
        if host not in self.ports:
            try:
                self.ports[host] = self.connections.listen(host, self.meet)
            except OSError as error:
                return {"error": error.strerror or str(error)}
        return {"ok": True, "port": self.ports[host]}

    def take(self, session: Connection, command: Message) -> None:
        """Queue a command of the session; `stop` ends the guard in the midst of any other."""
        if command["cmd"] == "stop":
            sys.exit(0)
        self.commands.append((session, command))

    def check_lifeline(self) -> None:
        """Leave if the session has died, also where its end of the socket lives on in a copy."""
        if sys.platform != "win32" and os.getppid() != self.parent:
            sys.exit(0)

    def _watch_session(self) -> None:
        for process in {self.session, self.parent}:
            with contextlib.suppress(AttributeError, OSError):
                self.connections.watch(os.pidfd_open(process), lambda: sys.exit(0))

    def _wake_on_deaths(self) -> None:
        if not hasattr(signal, "SIGCHLD"):
            return
        ours, theirs = socket.socketpair()
        for end in (ours, theirs):
            end.setblocking(False)
        signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda signum, frame: None)
        self._wake_up_sockets = (ours, theirs)

        def woken() -> None:
            with contextlib.suppress(OSError):
                ours.recv(4096)
            self.supervisor.note_deaths()

        self.connections.watch(ours, woken)
