"""An executor at work: what may be seen of its calls after any steps, and how each ends."""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from executor_conformance import tasks
from executor_conformance.model.step import ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from executor_conformance.model.step import Answer
    from executor_conformance.rendezvous.protocols import Gate, Rendezvous


@dataclass(eq=False)
class Registration:
    """A done-callback that remembers its calls; which future it gets is another clause's."""

    calls: list[Any] = field(default_factory=list)
    called: threading.Event = field(default_factory=threading.Event)

    def __call__(self, future: Any) -> None:
        """Note a call."""
        self.calls.append(future)
        self.called.set()


@dataclass(eq=False)
class LiveCall:
    """A call that was accepted. Past its gate it returns its value, or raises `ValueError`."""

    name: str
    value: str
    fails: bool
    gate: Gate
    future: Any
    opened: bool = False
    cancelled: bool = False
    was_done: bool = False
    registrations: list[Registration] = field(default_factory=list)


class LiveExecutor:
    """Takes an executor through steps, and raises `AssertionError` at what must not be seen.

    The message tells all steps. One thread makes them; what the executor does beside it is looked
    at in a way that holds whenever it happens.
    """

    _numbers = itertools.count(1)

    def __init__(self, executor: Any, rendezvous: Rendezvous):
        self.calls: list[LiveCall] = []
        self.closed = False
        self._executor = executor
        self._rendezvous = rendezvous
        self._drops = False
        # One journal may serve several executors.
        self.number = next(self._numbers)
        self._steps: list[str] = []

    def submit(self, *, fails: bool) -> None:
        """Submit a call that ends when its gate is opened; closed executors must refuse it."""
        number, gate = len(self.calls) + 1, self._rendezvous.gate()
        name, value = f"call {number}", f"{self.number}.{number}"
        submit = self._executor.submit
        answer = self._do(
            f"submit {name}, which {'fails' if fails else 'returns'} past its gate",
            (lambda: submit(tasks.pass_gate_then_fail, gate, ValueError(value)))
            if fails
            else (lambda: submit(tasks.start_then_pass_gate, gate, value)),
        )
        if self.closed:
            if not (answer.raised and isinstance(answer.given, RuntimeError)):
                self._fail("an executor that was shut down must refuse a call")
        elif answer.raised:
            self._fail("an executor that was not shut down must accept a call")
        else:
            self.calls.append(LiveCall(name, value, fails, gate, answer.given))

    def cancel(self, number: int) -> None:
        """Cancel a call."""
        call = self.calls[number]
        before = call.cancelled or (self._drops and call.future.cancelled())
        answer = self._do(f"cancel {call.name}", call.future.cancel)
        if answer.raised or answer.given not in (True, False):
            self._fail("cancel must return True or False")
        if before and not answer.given:
            self._fail("cancel must return True for a call that is cancelled")
        call.cancelled = call.cancelled or answer.given

    def add_callback(self, number: int) -> None:
        """Add a done-callback to a call."""
        call = self.calls[number]
        was_done = call.future.done()
        registration = Registration()
        call.registrations.append(registration)
        answer = self._do(
            f"add a callback to {call.name}", lambda: call.future.add_done_callback(registration)
        )
        if answer.raised:
            self._fail("add_done_callback must not raise")
        if was_done and not registration.calls:
            self._fail("a callback that is added to a done future must be called at once")

    def open(self, number: int) -> None:
        """Let a call end."""
        call = self.calls[number]
        call.opened = True
        self._do(f"open the gate of {call.name}", call.gate.open)

    def shutdown(self, **keywords: bool) -> None:
        """Shut the executor down, without waiting unless the keywords say so."""
        self.closed = True
        self._drops |= keywords.get("cancel_futures", False)
        shown = ", ".join(f"{name}={value}" for name, value in keywords.items())
        answer = self._do(f"shutdown({shown})", lambda: self._executor.shutdown(**keywords))
        if answer.raised:
            self._fail("shutdown must not raise")

    def look(self) -> None:
        """Require what holds at any time of each call."""
        for call in self.calls:
            # A call goes on between two looks: what is asked first is what comes later in its life.
            cancelled, done = call.future.cancelled(), call.future.done()
            running = call.future.running()
            if cancelled and not done:
                self._fail(f"{call.name} is cancelled, and must be done")
            if done and running:
                self._fail(f"{call.name} is done, and must not be running")
            if call.was_done and not done:
                self._fail(f"{call.name} was done, and must stay so")
            call.was_done = done
            if call.cancelled and not cancelled:
                self._fail(f"{call.name} was cancelled, and must stay so")
            if cancelled and not (call.cancelled or self._drops):
                self._fail(f"{call.name} is cancelled, and nobody has cancelled it")
            if not call.opened and done and not cancelled:
                self._fail(f"{call.name} cannot have ended, since its gate is closed")
            self._look_at_callbacks(call, may_be_called=call.opened or call.future.cancelled())

    def finish(self) -> None:
        """Open all gates, shut down, and require that each call ends, in one way."""
        for number, call in enumerate(self.calls):
            if not call.opened:
                self.open(number)
        self.shutdown(wait=True)
        for call in self.calls:
            self._require_end(call)
            for registration in call.registrations:
                registration.called.wait()
        self.look()
        started = {name.removesuffix(" started") for name in self._rendezvous.journal.entries()}
        for call in self.calls:
            if call.future.cancelled() and call.value in started:
                self._fail(f"{call.name} was cancelled, and must not have started")

    def _require_end(self, call: LiveCall) -> None:
        ending = ask(call.future.result)
        if call.future.cancelled():
            right = ending.raised and isinstance(ending.given, CancelledError)
        elif call.fails:
            right = ending.raised and repr(ending.given) == repr(ValueError(call.value))
        else:
            right = not ending.raised and ending.given == call.value
        if not right:
            self._fail(f"result of {call.name} must be its own outcome, but it {ending}")

    def _look_at_callbacks(self, call: LiveCall, *, may_be_called: bool) -> None:
        for registration in call.registrations:
            times = len(registration.calls)
            if times > 1:
                self._fail(f"a callback of {call.name} was called {times} times")
            if times and not may_be_called:
                self._fail(f"a callback of {call.name} was called, and it cannot have ended")

    def _do(self, what: str, step: Callable[[], Any]) -> Answer:
        answer = ask(step)
        returned = type(answer.given).__name__ if what.startswith("submit") else repr(answer.given)
        told = f"raised {answer.given!r}" if answer.raised else returned
        self._steps.append(f"{what}: {told}")
        return answer

    def _fail(self, problem: str) -> None:
        steps = [f"  {number}. {step}" for number, step in enumerate(self._steps, 1)]
        raise AssertionError("\n".join([f"{problem}. Steps:", *steps]))
