"""A future as the state table has it: what must follow, without doing anything."""

from __future__ import annotations

from concurrent.futures import CancelledError, InvalidStateError
from typing import TYPE_CHECKING, Any

from executor_spec import load_states
from executor_spec.states import Effect, Outcome

if TYPE_CHECKING:
    from executor_conformance.model.step import Answer, Step
    from executor_spec.states import Cell, StateTable

ERRORS = {
    Outcome.TIMEOUT: TimeoutError,
    Outcome.CANCELLED: CancelledError,
    Outcome.INVALID_STATE: InvalidStateError,
    Outcome.RUNTIME: RuntimeError,
}
CONSTANTS = {
    Outcome.TRUE: True,
    Outcome.FALSE: False,
    Outcome.NONE: None,
    Outcome.COUNTED: True,
    Outcome.NOT_COUNTED: False,
}


class FutureModel:
    """The state of one future, its value or exception, and the numbers of its callbacks.

    `called` is how many callbacks have been called, `kept` how many wait for the end.
    """

    def __init__(self, table: StateTable | None = None) -> None:
        self.table = table or load_states()
        self.state = self.table.initial
        self.value: Any = None
        self.exception: Any = None
        self.kept = 0
        self.called = 0

    def take(self, step: Step) -> Cell:
        """Go where the event leads, and return its cell of the table."""
        cell = self.table.cell(self.state.name, step.event)
        if cell.next != self.state.name:
            if step.event == "set_result":
                self.value = step.argument
            elif step.event == "set_exception":
                self.exception = step.argument
            self.state = self.table.state(cell.next)
        if Effect.KEEPS_CALLBACK in cell.effects:
            self.kept += 1
        if Effect.CALLS_CALLBACK in cell.effects:
            self.called += 1
        if Effect.RUNS_CALLBACKS in cell.effects:
            self.called += self.kept
            self.kept = 0
        return cell

    def permits(self, outcome: Outcome, answer: Answer) -> bool:
        """Return whether an answer is what the outcome says, the very object where there is one."""
        match outcome:
            case Outcome.VALUE:
                return not answer.raised and answer.given is self.value
            case Outcome.EXCEPTION:
                return not answer.raised and answer.given is self.exception
            case Outcome.FAILURE:
                return answer.raised and answer.given is self.exception
            case outcome if outcome in ERRORS:
                return answer.raised and isinstance(answer.given, ERRORS[outcome])
        return not answer.raised and answer.given is CONSTANTS[outcome]
