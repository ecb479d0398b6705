"""The state table as frozen objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from executor_spec.errors import UnknownEventError, UnknownStateError
from executor_spec.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from executor_spec.states.vocabulary import Effect, Outcome


class Named(Protocol):
    """A row or a column of the table."""

    @property
    def name(self) -> str:
        """The word that it is found by."""


N = TypeVar("N", bound=Named)


@dataclass(frozen=True, slots=True)
class State:
    """A state, and what `running()`, `done()` and `cancelled()` answer in it.

    No event leads out of a `final` one. `clauses` are those that it rests on, as for events.
    """

    name: str
    meaning: str
    running: bool
    done: bool
    cancelled: bool
    final: bool
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens to a future; `call` shows it as code."""

    name: str
    call: str
    meaning: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one event does in one state.

    `next` is the name of the state afterwards. One of the `outcomes` follows; where there are
    several, each is permitted, and `why` gives the reason. All of the `effects` follow, and of
    those in `may` any or none.
    """

    next: str
    outcomes: tuple[Outcome, ...]
    effects: tuple[Effect, ...]
    may: tuple[Effect, ...]
    why: str | None


@dataclass(frozen=True, slots=True, eq=False)
class StateTable:
    """All states, the one of a new future first; all events; and a cell for each pair of them."""

    states: tuple[State, ...]
    events: tuple[Event, ...]
    cells: Mapping[tuple[str, str], Cell]

    @property
    def initial(self) -> State:
        """The state of a new future."""
        return self.states[0]

    def state(self, name: str) -> State:
        """Return the state of a name, or raise `UnknownStateError`."""
        found = _find(name, self.states)
        if found is None:
            raise UnknownStateError(f"There is no state {name!r}. {_nearest(name, self.states)}")
        return found

    def event(self, name: str) -> Event:
        """Return the event of a name, or raise `UnknownEventError`."""
        found = _find(name, self.events)
        if found is None:
            raise UnknownEventError(f"There is no event {name!r}. {_nearest(name, self.events)}")
        return found

    def cell(self, state: str, event: str) -> Cell:
        """Return what an event does in a state; both are given by name."""
        return self.cells[self.state(state).name, self.event(event).name]


def _find(name: str, named: Iterable[N]) -> N | None:
    return next((one for one in named if one.name == name), None)


def _nearest(name: str, named: Iterable[Named]) -> str:
    return nearest(name, [one.name for one in named])
