"""Takes a future and its model through the same steps, and compares them after each."""

from __future__ import annotations

from concurrent import futures
from typing import TYPE_CHECKING, Any

from executor_conformance.model.future import FutureModel
from executor_conformance.model.invariants import Invariants
from executor_conformance.model.step import ask
from executor_conformance.model.subject import Subject
from executor_spec.states import Effect, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from executor_conformance.model.step import Answer, Step
    from executor_spec.states import Cell


def drive(
    make_future: Callable[[], Any],
    steps: Iterable[Step],
    *,
    wait: Callable[..., Any] = futures.wait,
    as_completed: Callable[..., Any] = futures.as_completed,
) -> None:
    """Take a new future through the steps; raise `AssertionError` where it leaves the state table.

    The message tells all steps. `wait` and `as_completed` are those that belong to the future.
    """
    driver = Driver(make_future(), wait=wait, as_completed=as_completed)
    for step in steps:
        driver.take(step)


class Driver:
    """One pending future beside its model."""

    def __init__(
        self,
        future: Any,
        *,
        wait: Callable[..., Any] = futures.wait,
        as_completed: Callable[..., Any] = futures.as_completed,
    ) -> None:
        self.model = FutureModel()
        self._subject = Subject(future, wait, as_completed)
        self._invariants = Invariants(self._subject)
        self._history: list[str] = []
        self._require_queries()

    def take(self, step: Step) -> None:
        """Do one step to both; raise `AssertionError` if they differ, or if an invariant fails.

        A step that would wait for ever is refused with `ValueError`.
        """
        before = self.model.state.name
        cell = self.model.take(step)
        if Effect.WAITS in cell.effects and step.argument is None:
            raise ValueError(f"{step} in the state {before!r} waits for ever: give it a timeout")
        answers = self._subject.do(step)
        told = " and ".join(map(str, answers))
        self._history.append(f"{before}: {step} {told}")
        for answer in answers:
            self._require_permitted(cell, answer, f"in the state {before!r}, {step}")
        self._require_queries()
        self._require_calls()
        for breach in self._invariants.breaches(step, answers):
            self._fail(breach)

    def _require_permitted(self, cell: Cell, answer: Answer, what: str) -> None:
        if not any(self.model.permits(outcome, answer) for outcome in cell.outcomes):
            self._fail(f"{what} {' or '.join(cell.outcomes)}, but it {answer}")

    def _require_queries(self) -> None:
        state = self.model.state
        for name in ("running", "done", "cancelled"):
            answer = ask(getattr(self._subject.future, name))
            expected = Outcome.TRUE if getattr(state, name) else Outcome.FALSE
            if not self.model.permits(expected, answer):
                self._fail(f"in the state {state.name!r}, {name}() {expected}, but it {answer}")

    def _require_calls(self) -> None:
        calls = [call for callback in self._subject.callbacks for call in callback.calls]
        if len(calls) != self.model.called:
            self._fail(
                f"callbacks are to be called {self.model.called} times by now, "
                f"but have been called {len(calls)} times"
            )
        for arguments, done in calls:
            if len(arguments) != 1 or arguments[0] is not self._subject.future:
                self._fail(f"a callback gets the future alone, but it got {arguments}")
            if not done:
                self._fail("a callback runs when the future is done, but it was not")

    def _fail(self, problem: str) -> None:
        steps = [f"  {number}. {line}" for number, line in enumerate(self._history, 1)]
        raise AssertionError("\n".join([f"{problem}. Steps:", *(steps or ["  none yet"])]))
