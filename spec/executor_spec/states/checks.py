"""Checks that need more than one cell: what holds of every future, whatever its life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from executor_spec.errors import SpecificationError
from executor_spec.states.vocabulary import Effect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from executor_spec.states.model import Cell, Event, State, StateTable


def require_consistent_states(table: StateTable, where: str) -> None:
    """Raise `SpecificationError` for the first contradiction between states, or between cells."""
    for state in table.states:
        _require_possible_answers(state, f"{where}, state {state.name}")
    for state, event, cell in _cells(table):
        place = f"{where}, event {event.name}, cells, {state.name}"
        _require_lasting_end(state, table.state(cell.next), place)
        _require_fitting_effects(state, table.state(cell.next), cell, place)
    for state in table.states:
        _require_true_finality(state, table, f"{where}, state {state.name}")
    _require_reachability(table, where)


def _cells(table: StateTable) -> Iterator[tuple[State, Event, Cell]]:
    for event in table.events:
        for state in table.states:
            yield state, event, table.cells[state.name, event.name]


def _require_possible_answers(state: State, where: str) -> None:
    if state.running and state.done:
        raise SpecificationError(
            where, "it is both running and done", "Set one of the two to false."
        )
    if state.cancelled and not state.done:
        raise SpecificationError(
            where, "it is cancelled, but not done", "Set 'done' to true, or 'cancelled' to false."
        )


def _require_lasting_end(state: State, after: State, where: str) -> None:
    if state.final and after is not state:
        raise SpecificationError(
            where,
            f"it leads to {after.name!r}, but {state.name!r} is final",
            "Nothing leads out of a final state: leave out 'next', or set 'final' to false.",
        )
    if state.done and (after.done, after.cancelled) != (state.done, state.cancelled):
        raise SpecificationError(
            where,
            f"{state.name!r} is done, and {after.name!r} has another outcome",
            "What is done keeps its outcome: mend 'next'.",
        )


def _require_fitting_effects(state: State, after: State, cell: Cell, where: str) -> None:
    ends = after.done and not state.done
    for effect in (Effect.RUNS_CALLBACKS, Effect.WAKES_RESULT):
        if ends and effect not in cell.effects:
            raise SpecificationError(
                where, f"it makes the future done, but lacks {effect.value!r}", "Add the effect."
            )
        if not ends and effect in (*cell.effects, *cell.may):
            raise SpecificationError(
                where,
                f"it does not make the future done, but has {effect.value!r}",
                "Remove the effect: it belongs to the event that ends the call.",
            )
    if state.done and Effect.WAITS in (*cell.effects, *cell.may):
        raise SpecificationError(
            where, "it waits, although the future is done", "Remove the effect."
        )


def _require_true_finality(state: State, table: StateTable, where: str) -> None:
    leads_out = any(
        table.cells[state.name, event.name].next != state.name for event in table.events
    )
    if not state.final and not leads_out:
        raise SpecificationError(
            where,
            "it is not final, but no event leads out of it",
            "Set 'final' to true, or write the 'next' of a cell.",
        )


def _require_reachability(table: StateTable, where: str) -> None:
    reached = {table.initial.name}
    for _ in table.states:
        reached |= {cell.next for (state, _), cell in table.cells.items() if state in reached}
    for state in table.states:
        if state.name not in reached:
            raise SpecificationError(
                f"{where}, state {state.name}",
                f"no events lead to it from {table.initial.name!r}",
                "Remove it, or write the 'next' of a cell.",
            )
