"""Reads the state table and checks each cell of it alone."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from executor_spec.entries import named, read_clause_ids
from executor_spec.states.checks import require_consistent_states
from executor_spec.states.model import Cell, Event, State, StateTable
from executor_spec.states.vocabulary import Effect, Outcome
from executor_spec.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from executor_spec.table import Table

STATE_KEYS = ("name", "meaning", "running", "done", "cancelled", "final", "clauses")
EVENT_KEYS = ("name", "call", "meaning", "clauses", "cells")
CELL_KEYS = ("next", "outcome", "outcomes", "effects", "may", "why")


def read_states(table: Table, clause_ids: Collection[str]) -> StateTable:
    """Make the state table of its file, or raise `SpecificationError`."""
    table.require_known(["state", "event"])
    if "state" not in table:
        raise table.error("there are no states", "Write [[state]] tables.")
    states: dict[str, State] = {}
    for entry in table.tables("state"):
        entry = named(entry, "state", states)
        states[entry.line("name")] = _state(entry, clause_ids)
    events: dict[str, Event] = {}
    cells: dict[tuple[str, str], Cell] = {}
    for entry in table.tables("event"):
        entry = named(entry, "event", events)
        event = _event(entry, clause_ids)
        events[event.name] = event
        for state, cell in _cells(entry.table("cells"), states):
            cells[state, event.name] = cell
    read = StateTable(tuple(states.values()), tuple(events.values()), MappingProxyType(cells))
    require_consistent_states(read, table.where)
    return read


def _state(entry: Table, clause_ids: Collection[str]) -> State:
    entry.require_known(STATE_KEYS)
    return State(
        name=entry.line("name"),
        meaning=entry.line("meaning"),
        running=entry.flag("running"),
        done=entry.flag("done"),
        cancelled=entry.flag("cancelled"),
        final=entry.flag("final"),
        clauses=read_clause_ids(entry, clause_ids),
    )


def _event(entry: Table, clause_ids: Collection[str]) -> Event:
    entry.require_known(EVENT_KEYS)
    return Event(
        name=entry.line("name"),
        call=entry.line("call"),
        meaning=entry.line("meaning"),
        clauses=read_clause_ids(entry, clause_ids),
    )


def _cells(entry: Table, states: Collection[str]) -> Iterable[tuple[str, Cell]]:
    for state in entry:
        _require_state(entry, state, states)
    for state in states:
        if state not in entry:
            raise entry.error(f"there is no cell for the state {state!r}", "Add it.")
        yield state, _cell(entry.table(state), state, states)


def _cell(entry: Table, state: str, states: Collection[str]) -> Cell:
    entry.require_known(CELL_KEYS)
    after = entry.line("next") if "next" in entry else state
    _require_state(entry, after, states)
    effects, may = _effects(entry, "effects"), _effects(entry, "may")
    for effect in may:
        if effect in effects:
            raise entry.error(f"{effect.value!r} is both certain and possible", "Name it once.")
    why = entry.line("why") if "why" in entry else None
    if why is None and (may or "outcomes" in entry):
        raise entry.error("a choice is left without a reason", "Write 'why'.")
    return Cell(after, _outcomes(entry), effects, may, why)


def _require_state(entry: Table, name: str, states: Collection[str]) -> None:
    if name not in states:
        raise entry.error(f"{name!r} is not a state", nearest(name, states))


def _outcomes(entry: Table) -> tuple[Outcome, ...]:
    if "outcomes" not in entry:
        return (entry.member("outcome", entry.line("outcome"), Outcome),)
    if "outcome" in entry:
        raise entry.error("it has both 'outcome' and 'outcomes'", "Keep one of the two.")
    words = entry.words("outcomes")
    if len(words) == 1:
        raise entry.error("'outcomes' leaves no choice", "Write it as 'outcome', or add another.")
    return tuple(entry.member("outcome", word, Outcome) for word in words)


def _effects(entry: Table, key: str) -> tuple[Effect, ...]:
    if key not in entry:
        return ()
    return tuple(entry.member("effect", word, Effect) for word in entry.words(key))
