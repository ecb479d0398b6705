"""The states of a future, and what each event does in each of them.

`executor_spec.load_states` reads the table from `states.toml`. It stands apart from the clauses:
who only loads these does not wait for it.
"""

from executor_spec.states.model import Cell, Event, State, StateTable
from executor_spec.states.vocabulary import Effect, Outcome

__all__ = ["Cell", "Effect", "Event", "Outcome", "State", "StateTable"]
