"""The session's end of the guard: starts it, speaks with it, ends it."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

from executor_conformance.errors import KitError
from executor_conformance.guard import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Callable

_TICK = 0.1
_LAST_WAIT = 25.0
"""Seconds after which an end that does not come is not waited for any longer."""


class GuardedChild:
    """A judged process behind its guard; one command at a time.

    `settings` says what to judge, and may be replaced between children; `environment` and
    `directory` say where. While an answer is awaited, `tick` is called about ten times a second.
    With `template`, children are forked from a process that has loaded what they need, where that
    can be done. With `like`, the guard and that process are copies of another's, which has to be
    prepared and not busy; it ends after this one.
    """

    def __init__(
        self,
        settings: dict[str, Any],
        environment: dict[str, str],
        directory: str,
        tick: Callable[[], None] = lambda: None,
        *,
        template: bool = False,
        like: GuardedChild | None = None,
    ):
        self.settings = settings
        self._like = like
        self._following: list[threading.Event] = []
        self._over = threading.Event()
        self._template = template
        self._environment = environment
        self._directory = directory
        self._tick = tick
        self._guard: subprocess.Popen[str] | None = None
        self._sock: socket.socket | None = None
        self._buffer = b""
        self.adopts_orphans = False

    @property
    def isolation(self) -> str:
        """Return what is ended with the judged process, for the report."""
        return "process tree" if self.adopts_orphans else "process group"

    def start(self, deadline: float) -> dict[str, Any]:
        """Start a fresh child and return its `hello`, or the event that came instead.

        `deadline` is in seconds.
        """
        self._connect()
        return self._command(
            cmd="start",
            template=self._template and self.adopts_orphans,
            deadline=deadline,
            **self._how_to_start(),
        )

    def prepare(self) -> None:
        """Begin with what a start needs that does not depend on what is judged."""
        self._connect()
        if self._template and self.adopts_orphans:
            self._command(cmd="prepare", **self._how_to_start())

    def _how_to_start(self) -> dict[str, Any]:
        return {
            # -P: the session's folder is importable only where the door says so.
            "python": [sys.executable, "-P"],
            "env": self._environment,
            "cwd": self._directory,
            "settings": json.dumps(self.settings),
        }

    def judge(self, test: str, *, deadline: float, dispose: bool, doubt: bool) -> dict[str, Any]:
        """Run one test and return the event that it led to; `deadline` is in seconds.

        `dispose` says whether executors are shut down after the test, and `doubt` whether the one
        that tests share may have been left so that it makes no more calls.
        """
        return self._command(
            cmd="judge", test=test, deadline=deadline, dispose=dispose, doubt=doubt
        )

    def retire(self, deadline: float, *, dispose: bool) -> dict[str, Any]:
        """Let the child end in order within `deadline` seconds, and clear what it leaves.

        `dispose` says whether the executor that tests share is shut down before.
        """
        return self._command(cmd="retire", deadline=deadline, dispose=dispose)

    def discard(self) -> None:
        """End the child and all below it at once; the guard stays for the next one."""
        if self._sock is not None:
            self._command(cmd="discard")

    def close(self) -> None:
        """End the guard and everything below it, once those that are `like` it have been closed."""
        for over in self._following:
            over.wait(_LAST_WAIT)
        self._following.clear()
        try:
            self._stop()
        finally:
            self._over.set()

    def _stop(self) -> None:
        guard, self._guard = self._guard, None
        sock, self._sock = self._sock, None
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.sendall(b'{"cmd": "stop"}\n')
                # Its end of the line closes when all is over: no polling for that.
                sock.settimeout(_LAST_WAIT)
                while sock.recv(1 << 16):
                    pass
            sock.close()
        if guard is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                guard.wait(_LAST_WAIT)
            if guard.poll() is None:
                guard.kill()
                guard.wait()

    def _connect(self) -> None:
        if self._sock is not None:
            return
        like, self._like = self._like, None
        port, token = (like and self._copy_guard(like)) or self._start_guard()
        self._sock = socket.create_connection(("127.0.0.1", port))
        self._sock.settimeout(_TICK)
        self._send(token=token, role="session")

    def _copy_guard(self, other: GuardedChild) -> tuple[int, str] | None:
        if not other.adopts_orphans:
            return None
        event = other._command(cmd="clone", session=os.getpid(), deadline=_LAST_WAIT)
        if "port" not in event:
            return None
        other._following.append(self._over)
        self.adopts_orphans = event["adopts"]
        return event["port"], event["token"]

    def _start_guard(self) -> tuple[int, str]:
        self._guard = subprocess.Popen(
            [sys.executable, "-I", "-S", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._guard.stdin is not None
        assert self._guard.stdout is not None
        with self._guard.stdin as stdin, self._guard.stdout as stdout:
            stdin.write(f"{os.getpid()}\n")
            stdin.flush()
            words = stdout.readline().split()
        if len(words) < 3:
            raise KitError("the guard of the judged process did not start")
        self.adopts_orphans = words[2] == "1"
        return int(words[0]), words[1]

    def _command(self, **command: Any) -> dict[str, Any]:
        self._send(**command)
        assert self._sock is not None
        while b"\n" not in self._buffer:
            self._tick()
            try:
                data = self._sock.recv(1 << 16)
            except TimeoutError:
                continue
            except OSError:
                data = b""
            if not data:
                raise KitError("the guard of the judged process has gone")
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\n")
        event: dict[str, Any] = json.loads(line)
        return event

    def _send(self, **message: Any) -> None:
        assert self._sock is not None
        try:
            self._sock.sendall(json.dumps(message).encode() + b"\n")
        except OSError as error:
            raise KitError("the guard of the judged process has gone") from error


def copies_of_child(
    settings: dict[str, Any],
    environment: dict[str, str],
    directory: str,
    count: int,
    tick: Callable[[], None] = lambda: None,
) -> list[GuardedChild]:
    """Return that many judged processes; where that can be done, all come from one template."""
    first = GuardedChild(settings, environment, directory, tick, template=True)
    return [
        first,
        *(
            GuardedChild(settings, environment, directory, tick, template=True, like=first)
            for _ in range(count - 1)
        ),
    ]


STEERING = ("PYTEST_", "COV_CORE_")
"""What the names of variables start with that steer an outer pytest."""

UNSETTLING = frozenset(
    {
        "PYTHONASYNCIODEBUG",
        "PYTHONDEVMODE",
        "PYTHONINSPECT",
        "PYTHONOPTIMIZE",
        "PYTHONPROFILEIMPORTTIME",
        "PYTHONSTARTUP",
        "PYTHONTRACEMALLOC",
        "PYTHONUNBUFFERED",
        "PYTHONVERBOSE",
        "PYTHONWARNINGS",
    }
)
"""Variables that change what programs print, or whether assertions are made."""


def environment_for_child(*, load_plugins: bool) -> dict[str, str]:
    """Return this process's environment without what could change a verdict.

    Without `load_plugins`, installed pytest plugins are left out: nothing needs them, and they
    cost start-up time.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(STEERING) and name not in UNSETTLING
    }
    if not load_plugins:
        kept["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    return kept
