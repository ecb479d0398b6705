"""The search for an order in which operations could have been made one after another.

The search is that of Wing and Gong, and remembers where it has been, as Lowe proposed: a set of
operations that have been put in order, and the state that they lead to. Whether a history of
several objects is right shows at each of them alone (Herlihy and Wing).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from executor_conformance.histories.history import GATE, POOL
from executor_conformance.histories.sequential import SequentialFuture, SequentialPool
from executor_conformance.histories.table import as_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from executor_conformance.histories.history import History, Operation
    from executor_conformance.histories.sequential import Sequential

EVER = float("inf")


def require_order(history: History) -> None:
    """Raise `AssertionError` with the history if nothing done one after another would look so."""
    for subject in history.subjects:
        if subject == GATE:
            continue
        kind: Sequential = SequentialPool() if subject == POOL else SequentialFuture()
        if find_order(history.of(subject), kind) is None:
            whose = "the executor" if subject == POOL else f"the {subject}"
            raise AssertionError(
                f"in no order, one after another, could the operations on {whose} have had these "
                f"answers:\n{as_table(history)}"
            )


def find_order(
    operations: Sequence[Operation], sequential: Sequential
) -> tuple[Operation, ...] | None:
    """Return the operations in an order that explains all answers, or None if there is none.

    An operation that had its response before another was invoked stands before it. What nobody has
    seen the end of may be left out.
    """
    ends = [EVER if one.responded is None else one.responded for one in operations]
    required = sum(1 << place for place, one in enumerate(operations) if one.seen)
    visited: set[tuple[int, Any]] = set()

    def search(ordered: int, state: Any) -> tuple[Operation, ...] | None:
        if ordered & required == required:
            return ()
        if (ordered, state) in visited:
            return None
        visited.add((ordered, state))
        left = [place for place in range(len(operations)) if not ordered >> place & 1]
        first_end = min(ends[place] for place in left)
        for place in left:
            operation = operations[place]
            if operation.invoked > first_end:
                continue
            after = sequential.after(state, operation)
            if after is not None:
                rest = search(ordered | 1 << place, after)
                if rest is not None:
                    return (operation, *rest)
        return None

    return search(0, sequential.initial)
