"""What operations do that are made one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from executor_conformance.model import Answer, FutureModel
from executor_spec.states import Effect

if TYPE_CHECKING:
    from collections.abc import Hashable

    from executor_conformance.histories.history import Operation


QUERIES = ("running", "done", "cancelled")


class Sequential(Protocol):
    """The behaviour of one object that is used by one thread."""

    @property
    def initial(self) -> Hashable:
        """The state of a new object."""

    def after(self, state: Any, operation: Operation) -> Hashable | None:
        """Return the state after an operation, or None if its answer is not permitted."""


class FutureState(NamedTuple):
    """A state of the table, by name, and the outcome where there is one."""

    name: str
    value: Any = None
    exception: BaseException | None = None


class SequentialFuture:
    """A future that follows the state table."""

    def __init__(self) -> None:
        self._model = FutureModel()
        self.initial = FutureState(self._model.state.name)

    def after(self, state: FutureState, operation: Operation) -> FutureState | None:
        """Return the state after an event or a query; None if the table has another answer."""
        model, event, answer = self._model, operation.step.event, operation.answer
        model.state = model.table.state(state.name)
        if event in QUERIES:
            return state if answer == Answer(getattr(model.state, event)) else None
        model.value, model.exception = state.value, state.exception
        cell = model.take(operation.step)
        if answer is not None:
            if not any(model.permits(outcome, answer) for outcome in cell.outcomes):
                return None
            if operation.called_back != (Effect.CALLS_CALLBACK in cell.effects):
                return None
        return FutureState(model.state.name, model.value, model.exception)


class SequentialPool:
    """An executor that takes calls until it is shut down."""

    initial = "open"

    def after(self, state: str, operation: Operation) -> str | None:
        """Return whether it is open after an operation; None if it should have answered else."""
        answer = operation.answer
        if answer is None:
            return state
        if operation.step.event == "shutdown":
            return None if answer.raised else "closed"
        refused = answer.raised and isinstance(answer.given, RuntimeError)
        if answer.raised and not refused:
            return None
        return state if refused == (state == "closed") else None
