"""Steps that come through every cell of the state table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from executor_conformance.model.step import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from executor_spec.states import StateTable

LOOK = ("result", "exception", "counted_as_done", "add_done_callback")


def walks(table: StateTable) -> Iterator[list[Step]]:
    """Yield steps for each cell: a shortest way to its state, its event, the end, a look around.

    Callbacks are added before and after. No step waits.
    """
    beginnings = ways(table)
    for state in table.states:
        for event in table.events:
            steps = [Step("add_done_callback"), *beginnings[state.name], _step(event.name)]
            if not table.state(table.cell(state.name, event.name).next).done:
                steps.append(_step("set_result"))
            yield [*steps, *map(_step, LOOK)]


def ways(table: StateTable) -> dict[str, list[Step]]:
    """Return a shortest way from a new future to each state."""
    found: dict[str, list[Step]] = {table.initial.name: []}
    # A round for each state is enough for the longest way.
    for _ in table.states:
        for (state, event), cell in table.cells.items():
            if state in found and cell.next not in found:
                found[cell.next] = [*found[state], _step(event)]
    return found


def _step(event: str) -> Step:
    match event:
        case "set_result":
            return Step(event, object())
        case "set_exception":
            return Step(event, ValueError("the call failed"))
        case "result" | "exception":
            return Step(event, 0)
    return Step(event)
