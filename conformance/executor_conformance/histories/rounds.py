"""What the threads of one program do to a future or an executor."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from executor_conformance import tasks
from executor_conformance.histories.history import FUTURE, GATE, POOL, History
from executor_conformance.histories.recording import Recorder
from executor_conformance.histories.table import as_table
from executor_conformance.model import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from executor_conformance.histories.programs import Program
    from executor_conformance.rendezvous.protocols import Gate

START = Step("set_running_or_notify_cancel")


class Round:
    """Threads with names, of which each makes the steps of its part of a program."""

    names: tuple[str, ...]

    def __init__(self, program: Program):
        self.recorder = Recorder()
        self.parts: list[Callable[[], None]] = [
            partial(self._play, thread, steps)
            for thread, steps in zip(self.names, program, strict=True)
        ]

    def end(self) -> History:
        """Look once more at what there is, and return the history."""
        self._play(self.names[0], self.last_looks())
        return History(self.names, self.recorder.operations())

    def last_looks(self) -> Iterable[Step]:
        """Yield what is asked when all threads have ended."""
        return (Step("done"), Step("cancelled"))

    def make(self, thread: str, step: Step) -> None:
        """Make one operation in a thread."""
        raise NotImplementedError

    def _play(self, thread: str, steps: Iterable[Step]) -> None:
        for step in steps:
            self.make(thread, step)

    def use(self, thread: str, subject: str, future: Any, step: Step) -> None:
        """Make an operation on a future."""
        if step.event == "add_done_callback":
            self.recorder.register(thread, subject, step, future)
        else:
            method = getattr(future, step.event)
            call = method if step.argument is None else partial(method, step.argument)
            self.recorder.do(thread, subject, step, call)


class FutureRound(Round):
    """Threads use one future."""

    def __init__(self, future: Any, program: Program):
        super().__init__(program)
        self.future = future

    def make(self, thread: str, step: Step) -> None:
        """Make one operation on the future."""
        self.use(thread, FUTURE, self.future, step)

    def end(self) -> History:
        """Require that callbacks were called once, too."""
        history = super().end()
        for registration in self.recorder.registrations if self.future.done() else ():
            registration.wait()
            if len(registration.callers) != 1:
                raise AssertionError(
                    f"a callback was called {len(registration.callers)} times:\n{as_table(history)}"
                )
        return history


class BareRound(FutureRound):
    """The future belongs to no executor: the threads start its call and end it."""

    names = ("executor", "caller 1", "caller 2")


class LiveRound(FutureRound):
    """The future is that of a call of an executor, with others before it that wait at a gate."""

    names = ("caller 1", "caller 2", "caller 3")

    def __init__(self, executor: Any, gate: Gate, others: int, value: int, program: Program):
        self.gate = gate
        for _ in range(others):
            executor.submit(tasks.pass_gate, gate)
        super().__init__(executor.submit(tasks.return_value, value), program)
        self.recorder.expect(FUTURE, START, Step("set_result", value))

    def make(self, thread: str, step: Step) -> None:
        """Open the gate, or make an operation on the future."""
        if step.event == "open":
            self.recorder.do(thread, GATE, step, self.gate.open)
        else:
            super().make(thread, step)

    def last_looks(self) -> Iterable[Step]:
        """Wait for the outcome."""
        yield Step("open")
        yield Step("result")
        yield from super().last_looks()


class PoolRound(Round):
    """Threads submit, shut down, and use what they have submitted themselves."""

    names = ("caller 1", "caller 2", "caller 3")

    def __init__(self, executor: Any, program: Program):
        super().__init__(program)
        self.executor = executor
        self.futures: dict[str, list[tuple[str, Any]]] = {name: [] for name in self.names}

    def make(self, thread: str, step: Step) -> None:
        """Submit, shut down, or use the future of the thread's last call, if it has one."""
        mine = self.futures[thread]
        if step.event == "submit":
            subject = f"call {self.names.index(thread) + 1}{'abcd'[len(mine)]}"
            # It may run before `submit` has returned.
            self.recorder.expect(subject, START, Step("set_result", len(mine)))
            call = partial(self.executor.submit, tasks.return_value, len(mine))
            answer = self.recorder.do(thread, POOL, step, call)
            if not answer.raised:
                mine.append((subject, answer.given))
        elif step.event == "shutdown":
            self.recorder.do(thread, POOL, step, partial(self.executor.shutdown, wait=False))
        elif mine:
            self.use(thread, *mine[-1], step)

    def end(self) -> History:
        """Wait for the outcomes of all calls that were accepted."""
        for subject, future in self._accepted():
            for step in (Step("result"), Step("done")):
                self.use(self.names[0], subject, future, step)
        return History(self.names, self.recorder.operations())

    def _accepted(self) -> Iterator[tuple[str, Any]]:
        for futures in self.futures.values():
            yield from futures
