"""One judged child at a time: started, asked, timed, ended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING, Any

from executor_conformance.guard import processes, stacks
from executor_conformance.guard.programs import ProgramTemplate

if TYPE_CHECKING:
    from executor_conformance.guard.connections import Connection, Connections, Message
    from executor_conformance.guard.meeting import Meeting


START = (
    "import gc, sys; gc.disable(); "
    "from executor_conformance.child.{module} import main; sys.exit(main())"
)
"""What the judged process or its template runs.

Its main module is empty and has no file: spawned workers, which import it too, lose no time with
it. Nothing becomes garbage while modules are loaded; the session enables its collection again.
"""


class Supervisor:
    """Carries out the session's commands, one after another.

    Each command is answered by one event. `hello`, `called`, `judged` and `refused` come from the
    child; `died` and `hung` say that the child ended, or did not answer in time and was killed
    with everything below it.
    """

    def __init__(self, connections: Connections, meeting: Meeting, token: str, folder: str):
        self.connections = connections
        self.meeting = meeting
        self.token = token
        self.output = os.path.join(folder, "output")
        self.stacks = os.path.join(folder, "stacks")
        self.gates = os.path.join(folder, "gates")
        self.folder = folder
        self.scratch = tempfile.mkdtemp(dir=folder)
        self.programs = ProgramTemplate(connections, folder, self.start_programs)
        self.how_to_start: Message = {}
        self.process: subprocess.Popen[bytes]
        self.child: int | None = None
        self.line: Connection | None = None
        self.template: int | None = None
        self.template_line: Connection | None = None
        self.clones: set[int] = set()
        self.clone_answer: Message | None = None
        self.status: int | None = None
        self.events: list[Message] = []

    @property
    def address(self) -> Message:
        """Return what the judged process is told of this guard."""
        return {
            "port": self.connections.port,
            "token": self.token,
            "output": self.output,
            "stacks": self.stacks,
            "gates": self.gates,
            "scratch": self.scratch,
            "programs": self.programs.path,
        }

    def adopt(self, connection: Connection, role: str, pid: int) -> None:
        """Take the line on which the child, or the template of children, speaks."""
        if role == "template":
            self.template_line = connection
            connection.on_message = lambda _, message: self.take_clone(message)
            return
        self.line, self.child = connection, pid
        connection.on_message = lambda _, message: self.events.append(message)

    def note_deaths(self) -> None:
        """Reap what has ended, and notice if the child is among it."""
        if sys.platform == "win32":
            self.status = self.process.poll()
            return
        ended = processes.reap()
        self.programs.note_deaths(ended)
        self.clones.difference_update(ended)
        if self.template in ended:
            if self.child is None:
                # It was to become one.
                self.status = os.waitstatus_to_exitcode(ended[self.template])
            self.template = self.template_line = None
        if self.child in ended:
            self.status = os.waitstatus_to_exitcode(ended[self.child])

    def obey(self, command: Message) -> Message:
        """Carry out one command of the session and return its event."""
        match command["cmd"]:
            case "prepare":
                self.prepare(command)
                return {"event": "prepared"}
            case "clone":
                return self.clone(command)
            case "start":
                return self.start(command)
            case "judge":
                stacks.truncate(self.output)
                stacks.truncate(self.gates)
                return self.ask({"op": "judge", **command}, command["deadline"])
            case "retire":
                return self.retire(command["deadline"], command["dispose"])
            case "discard":
                self.end()
                return {"event": "discarded"}
            case _:
                return {"event": "misunderstood", "detail": repr(command)}

    def start(self, command: Message) -> Message:
        """Start a fresh child, and return its `hello`."""
        self.empty_files()
        self.events.clear()
        self.child = self.status = None
        self.how_to_start = command
        if not (command["template"] and self.fork_child(command)):
            self.status = None
            self.process = self.spawn(command, "-c", START.format(module="session"))
            self.child = self.process.pid
        return self.wait(command["deadline"])

    def empty_files(self) -> None:
        """Make the files that the child writes to, or empty them."""
        for path in (self.output, self.stacks, self.gates):
            stacks.truncate(path)

    def prepare(self, command: Message) -> None:
        """Start the template of children, if there is none."""
        if self.template is None:
            self.empty_files()
            self.template = self.spawn(command, "-c", START.format(module="template")).pid

    def fork_child(self, command: Message) -> bool:
        """Have the template forked; say whether there was one to fork."""
        self.prepare(command)
        line = self.wait_for_template(float(command["deadline"]))
        if line is not None:
            line.send({"settings": json.loads(command["settings"])})
        return line is not None

    def wait_for_template(self, deadline: float) -> Connection | None:
        """Return the line to the template once there is one, or nothing if there will be none."""
        give_up = time.monotonic() + deadline
        while self.template_line is None and time.monotonic() < give_up:
            self.connections.serve_once(0.1)
            if self.template is None:
                return None
        return self.template_line

    def clone(self, command: Message) -> Message:
        """Have the template forked into a guard that has one too; say where it listens."""
        line = self.wait_for_template(float(command["deadline"]))
        self.clone_answer = None
        if line is not None:
            line.send({"guard": {"session": command["session"], "folder": self.folder}})
            while self.clone_answer is None and self.template is not None:
                self.connections.serve_once(0.1)
        return self.clone_answer or {"event": "not cloned"}

    def take_clone(self, message: Message) -> None:
        """Note what the template says of a guard that has been forked from it."""
        self.clone_answer = message
        if "pid" in message:
            self.clones.add(message["pid"])

    def start_programs(self, arguments: list[str], descriptor: int) -> int:
        """Start the process that programs are forked from."""
        return self.spawn(self.how_to_start, *arguments, descriptors=(descriptor,)).pid

    def spawn(
        self, command: Message, *arguments: str, descriptors: tuple[int, ...] = ()
    ) -> subprocess.Popen[bytes]:
        """Start a Python with these arguments, in a process session of its own."""
        environment = dict(command["env"])
        environment["EXECUTOR_CONFORMANCE_CHILD"] = command["settings"]
        environment["EXECUTOR_CONFORMANCE_GUARD"] = json.dumps(self.address)
        environment["PYTHONFAULTHANDLER"] = "1"
        with open(self.output, "ab") as output:
            process = subprocess.Popen(
                [*command["python"], *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=command["cwd"],
                env=environment,
                pass_fds=descriptors,
                start_new_session=True,
                preexec_fn=_end_with_guard if sys.platform == "linux" else None,
            )
        if sys.platform != "win32":
            # Reaped here with every other descendant, so `Popen` must not try.
            process.returncode = 0
        return process

    def ask(self, request: Message, deadline: float) -> Message:
        """Pass a request on to the child, and return what became of it."""
        if self.child is None or self.line is None:
            return {"event": "died", "detail": "there is no judged process", "output": ""}
        self.line.send(request)
        return self.wait(deadline)

    def wait(self, deadline: float) -> Message:
        """Serve the rendezvous until the child answers, ends, or `deadline` seconds have passed."""
        give_up = time.monotonic() + deadline
        called: Message | None = None
        while True:
            for event in self.events:
                if event["event"] == "called":
                    called = event
                    give_up = time.monotonic() + deadline
                else:
                    self.events.clear()
                    return event if event["event"] == "hello" else self.with_output(event)
            self.events.clear()
            if self.status is not None:
                # What the child had sent before it ended may still be on its way.
                self.connections.serve_once(0)
                if not self.events:
                    return self.died(called)
                continue
            left = give_up - time.monotonic()
            if left <= 0:
                return self.hung(called)
            self.connections.serve_once(min(left, 1.0))
            if sys.platform == "win32":
                self.note_deaths()

    def died(self, called: Message | None) -> Message:
        """Clean up after a child that ended by itself."""
        assert self.status is not None
        how = processes.describe(self.status)
        output = stacks.tail(self.output)
        self.end()
        return {"event": "died", "detail": how, "output": output, "called": called}

    def hung(self, called: Message | None) -> Message:
        """Record where a hung child stands, then kill it and all below it."""
        if self.child is None:
            return {"event": "died", "detail": "did not start", "output": stacks.tail(self.output)}
        closed = stacks.tail(self.gates).strip()
        output = stacks.tail(self.output)
        where = stacks.collect(self.child, self.stacks, self.output)
        self.end()
        event: dict[str, Any] = {"event": "hung", "stacks": where, "output": output}
        return event | {"called": called, "gates_closed": int(closed) if closed else None}

    def retire(self, deadline: float, dispose: bool) -> Message:
        """Let the child end by itself within `deadline` seconds; then clear what is left."""
        if self.child is None:
            return {"event": "retired", "clean": True}
        event = self.ask({"op": "end", "dispose": dispose}, deadline)
        self.end()
        return {"event": "retired", "clean": event["event"] == "died", "last": event}

    def end(self) -> None:
        """Kill the child and everything below it; the rendezvous starts anew."""
        if self.child is not None:
            spare = {self.template, self.programs.pid}
            processes.end_tree(self.child, spare=spare, beside=self.clones)
        self.child = self.line = self.status = None
        self.events.clear()
        self.meeting.reset()

    def with_output(self, event: Message) -> Message:
        """Add what the judged process printed, where that may explain the event."""
        if event.get("verdict") in ("pass", "unsupported", "observed"):
            return event
        return event | {"output": stacks.tail(self.output)}


def _end_with_guard() -> None:
    """Leave no judged process behind a guard that was itself killed."""
    processes.die_with_parent(processes.SIGKILL)
