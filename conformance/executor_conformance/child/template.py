"""A process that is ready to judge, and is copied for each executor or each fresh start.

To start a judged process anew costs more than most tests. A template has loaded pytest and the
specification, and has collected the suite. It judges nothing itself and makes no thread.
"""

from __future__ import annotations

import importlib
import json
import os
from importlib import metadata
from typing import TYPE_CHECKING, Any

from executor_conformance.child.line import GateCount, GuardAddress, Line
from executor_conformance.guard import processes

if TYPE_CHECKING:
    from executor_conformance.child.session import JudgedSession


def main() -> int:
    """Fork a judged process for each request of the guard, until the guard has gone."""
    import executor_spec
    from executor_conformance.child.session import JudgedSession, put_first, run

    address = GuardAddress.from_environment()
    own = json.loads(os.environ.pop("EXECUTOR_CONFORMANCE_CHILD"))
    ready = own.get("ready", ())
    for name in ready:
        importlib.import_module(name)
    guard = os.getppid()
    executor_spec.load()
    if ready:
        # What it has found out of the installed distributions, many copies need not find out again.
        metadata.version("pytest")
    line = Line(address, role="template")

    def become_judged(session: JudgedSession) -> None:
        settings = _fork_on_request(line, guard)
        put_first(settings["path"])
        session.state.gate_count = GateCount(address.gates)
        session.take_up(Line(address), settings)

    return run(JudgedSession(line, address, {"path": []}, become_judged))


def _fork_on_request(line: Line, guard: int) -> dict[str, Any]:
    """Fork on each request, and return in the copies: with the settings that came with it."""
    while True:
        request = line.receive()
        between = os.fork()
        if between:
            os.waitpid(between, 0)
            continue
        if os.fork():
            # The judged process is an orphan now, and so the guard's own child.
            os._exit(0)
        line.close()
        os.setsid()
        while os.getppid() != guard:
            os.sched_yield()
        processes.die_with_parent(processes.SIGKILL)
        settings: dict[str, Any] = request["settings"]
        return settings
