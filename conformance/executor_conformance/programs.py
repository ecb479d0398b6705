"""Whole programs, run as children: what happens at interpreter exit, and behind a main guard."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from executor_conformance.errors import KitError
from executor_conformance.rendezvous.remote import RemoteGate, RemoteRendezvous

if TYPE_CHECKING:
    from executor_conformance.adapter import Adapter
    from executor_conformance.child.line import GateCount, GuardAddress
    from executor_conformance.rendezvous.remote import Place

_PREAMBLE = """\
import sys
sys.path[:] = {path!r}
from executor_conformance import tasks

{definitions}

if __name__ == "__main__":
    from executor_conformance.stage import Stage

    stage = Stage({stage!r})
"""


@dataclass(frozen=True)
class Ended:
    """How a program ended: its exit status, and what it printed."""

    status: int
    stdout: str
    stderr: str


class Process(Protocol):
    """What runs a script."""

    def poll(self) -> int | None:
        """Return the exit status, or nothing before the end."""

    def wait(self) -> int:
        """Wait for the end, and return the exit status."""

    def kill(self) -> None:
        """End it at once."""


class Forked:
    """A script that a copy of a prepared process runs; `ask` is where one can be asked for.

    Raises `OSError` if there is none.
    """

    def __init__(self, ask: str, script: Path, stdout: Path, stderr: Path):
        self._line = socket.socket(socket.AF_UNIX)
        self._status: int | None = None
        request = {
            "script": str(script),
            "stdout": str(stdout),
            "stderr": str(stderr),
            "environment": dict(os.environ),
            "directory": os.getcwd(),
        }
        try:
            self._line.connect(ask)
            self._line.sendall(json.dumps(request).encode() + b"\n")
            self._pid = self._receive()
        except OSError:
            self._line.close()
            raise

    def poll(self) -> int | None:
        """Return the exit status, or nothing before the end."""
        if self._status is None:
            ended, _, _ = select.select([self._line], (), (), 0)
            if ended:
                self.wait()
        return self._status

    def wait(self) -> int:
        """Wait for the end, and return the exit status."""
        if self._status is None:
            try:
                self._status = self._receive()
            except OSError as error:
                raise KitError("the process that programs are forked from has gone") from error
            self._line.close()
        return self._status

    def kill(self) -> None:
        """End it at once."""
        os.kill(self._pid, signal.SIGKILL)

    def _receive(self) -> int:
        text = b""
        while not text.endswith(b"\n"):
            data = self._line.recv(1)
            if not data:
                raise ConnectionError
            text += data
        return int(text)


class Program:
    """One running program."""

    def __init__(self, script: Path, ask: str = ""):
        self._stdout, self._stderr = script.with_name("stdout"), script.with_name("stderr")
        self._process = self._run(script, ask)

    def _run(self, script: Path, ask: str) -> Process:
        # Files, not pipes: workers that outlive the program would keep a pipe open. They are there
        # even if it is killed before it has begun.
        self._stdout.touch()
        self._stderr.touch()
        if ask:
            with contextlib.suppress(OSError):
                return Forked(ask, script, self._stdout, self._stderr)
        with self._stdout.open("wb") as stdout, self._stderr.open("wb") as stderr:
            return subprocess.Popen(
                [sys.executable, str(script)],
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
            )

    def has_ended(self) -> bool:
        """Say whether the program has ended."""
        return self._process.poll() is not None

    def wait(self) -> Ended:
        """Wait for the program's end."""
        status = self._process.wait()
        return Ended(
            status,
            self._stdout.read_text(errors="replace"),
            self._stderr.read_text(errors="replace"),
        )

    def kill(self) -> None:
        """End the program at once."""
        if not self.has_ended():
            self._process.kill()
            self._process.wait()


class Programs:
    """Writes, starts and ends the programs of one test."""

    def __init__(
        self,
        adapter: Adapter,
        target: str,
        address: GuardAddress,
        place: Place,
        gate_count: GateCount,
    ):
        self._target = target
        self._sizes = adapter.sizes if adapter.takes("max_workers") else None
        functions = (adapter.wait, adapter.as_completed)
        self._waiting = [f"{each.__module__}:{each.__qualname__}" for each in functions]
        self._place = place
        self._ask = address.programs
        self._rendezvous = RemoteRendezvous(place, gate_count)
        self._folder = Path(address.scratch)
        self._started: list[Program] = []
        self.journal = self._rendezvous.journal
        self.gate = self._rendezvous.gate()

    def __enter__(self) -> Programs:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._rendezvous.open_all()
        for program in self._started:
            program.kill()

    def start(self, body: str, definitions: str = "") -> Program:
        """Start a program whose main guard runs `body`, with `stage` and `tasks` at hand.

        `definitions` stand before the guard, at the top level of the main module.

        `stage.make_executor` makes an executor of the implementation under test; `stage.gate` and
        `stage.journal` are those of this object.
        """
        folder = self._folder / f"program{os.getpid()}-{self.journal.name}-{len(self._started)}"
        folder.mkdir()
        stage = {
            "target": self._target,
            "sizes": self._sizes and vars(self._sizes),
            "place": [self._place.host, self._place.port, self._place.token],
            "journal": self.journal.name,
            "gate": self.gate.name,
            "waiting": self._waiting,
        }
        text = _PREAMBLE.format(
            path=sys.path, stage=json.dumps(stage), definitions=definitions.strip()
        )
        text += "".join(f"    {line}\n" for line in body.strip().splitlines())
        script = folder / "program.py"
        script.write_text(text, encoding="utf-8")
        program = Program(script, self._ask)
        self._started.append(program)
        return program

    def more_gates(self, count: int) -> list[RemoteGate]:
        """Make further gates; a program finds them by their names: `stage.gate_named`."""
        return [self._rendezvous.gate() for _ in range(count)]

    def wait_for(self, program: Program, text: str) -> bool:
        """Wait until the journal has an entry, or the program has ended; say whether it has it."""
        while True:
            ended = program.has_ended()
            if text in self.journal.entries():
                return True
            if ended:
                return False
            time.sleep(0.005)
