"""A process that is ready to judge, and is copied for each executor or each fresh start.

To start a judged process anew costs more than most tests. A template has loaded pytest and the
specification, and has collected the suite. It judges nothing itself and makes no thread.
"""

from __future__ import annotations

import importlib
import json
import os
from importlib import metadata
from typing import TYPE_CHECKING, Any, NoReturn

from executor_conformance.child.line import GateCount, GuardAddress, Line
from executor_conformance.guard import processes

if TYPE_CHECKING:
    from executor_conformance.child.session import JudgedSession


def main() -> int:
    """Fork a judged process for each request of the guard, until the guard has gone."""
    import executor_spec
    from executor_conformance.child.session import JudgedSession, run

    template = Template(GuardAddress.from_environment())
    own = json.loads(os.environ.pop("EXECUTOR_CONFORMANCE_CHILD"))
    ready = own.get("ready", ())
    for name in ready:
        importlib.import_module(name)
    executor_spec.load()
    if ready:
        # What it has found out of the installed distributions, many copies need not find out again.
        metadata.version("pytest")
    template.connect()
    session = JudgedSession(template.line, template.address, {"path": []}, template.become_judged)
    return run(session)


class Template:
    """Forks copies of this process for its guard: judged processes, and guards with a template."""

    line: Line

    def __init__(self, address: GuardAddress):
        self.address = address
        self.guard = os.getppid()

    def connect(self) -> None:
        """Tell the guard that copies can be asked for."""
        self.line = Line(self.address, role="template")

    def become_judged(self, session: JudgedSession) -> None:
        """Fork on each request, and return in the copies that shall judge."""
        from executor_conformance.child.session import put_first, write_stacks_on_request

        while True:
            request = self.line.receive()
            if "guard" in request:
                self._fork_guard(**request["guard"])
            elif self._fork_orphan():
                break
        processes.die_with_parent(processes.SIGKILL)
        settings: dict[str, Any] = request["settings"]
        put_first(settings["path"])
        session.state.address = self.address
        session.state.gate_count = GateCount(self.address.gates)
        write_stacks_on_request(self.address.stacks)
        session.take_up(Line(self.address), settings)

    def _fork_orphan(self) -> bool:
        """Fork a process that the guard adopts; True in that process."""
        between = os.fork()
        if between:
            os.waitpid(between, 0)
            return False
        parent = os.getpid()
        if os.fork():
            os._exit(0)
        self.line.close()
        os.setsid()
        while (adopted_by := os.getppid()) == parent:
            os.sched_yield()
        if adopted_by != self.guard:
            # The guard has gone meanwhile, and there is nobody to judge for.
            os._exit(0)
        return True

    def _fork_guard(self, session: int, folder: str) -> None:
        """Fork a guard that has a template from the beginning, and tell this one's of it."""
        told, tell = os.pipe()
        if not self._fork_orphan():
            os.close(tell)
            with open(told, encoding="utf-8") as file:
                self.line.send(event="cloned", **json.loads(file.read() or "{}"))
            return
        os.close(told)
        told_address, tell_address = os.pipe()
        template = os.fork()
        if template:
            os.close(told_address)
            self._guard(session, folder, template, tell, tell_address)
        os.close(tell)
        os.close(tell_address)
        os.setsid()
        self.guard = os.getppid()
        processes.die_with_parent(processes.SIGKILL)
        with open(told_address, encoding="utf-8") as file:
            text = file.read()
        if not text:
            os._exit(0)
        self.address = GuardAddress(**json.loads(text))
        output = os.open(self.address.output, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        for stream in (1, 2):
            os.dup2(output, stream)
        os.close(output)
        self.connect()

    def _guard(self, session: int, folder: str, template: int, *tell: int) -> NoReturn:
        """Be a guard, until it is over."""
        from executor_conformance.guard.service import Guard, serve

        def introduce(guard: Guard, adopts: bool) -> None:
            guard.supervisor.template = template
            greeting = {"port": guard.connections.port, "token": guard.token, "adopts": adopts}
            for descriptor, values in zip(
                tell, (greeting | {"pid": os.getpid()}, guard.supervisor.address), strict=True
            ):
                os.write(descriptor, json.dumps(values).encode())
                os.close(descriptor)

        try:
            serve(session, self.guard, introduce, folder)
        finally:
            os._exit(0)
