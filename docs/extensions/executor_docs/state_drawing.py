"""Draws the transitions between the states of a future as SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from executor_docs.boxes import Boxes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from executor_spec.states import State, StateTable

WIDTH, HEIGHT = 412, 350
BOXES = Boxes("states", width=112, height=46, letters=14)

# The centre of each state's box. All else follows from the table.
PLACES = {
    "pending": (210, 34),
    "running": (124, 170),
    "cancelled": (344, 170),
    "acknowledged": (344, 316),
    "finished with a value": (72, 316),
    "finished with an exception": (222, 316),
}
# Where a straight arrow would cross a box, it runs down a lane at this distance from the left.
LANES = {("pending", "finished with a value"): 34}


def undrawn(table: StateTable) -> list[str]:
    """Return the states that have no place in the drawing."""
    return [state.name for state in table.states if state.name not in PLACES]


def transitions(table: StateTable) -> dict[tuple[str, str], list[int]]:
    """Return the pairs of states between which events lead, with the numbers of these events."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, event in enumerate(table.events, 1):
        for state in table.states:
            after = table.cell(state.name, event.name).next
            if after != state.name:
                found.setdefault((state.name, after), []).append(number)
    return found


def in_words(table: StateTable) -> Iterator[str]:
    """Yield each transition as a sentence, with code between backquotes."""
    for (before, after), numbers in transitions(table).items():
        calls = " or ".join(f"`{table.events[number - 1].call}`" for number in numbers)
        yield f"From {before} to {after} by {calls}."


def draw(table: StateTable) -> str:
    """Return the drawing, which takes its colours from the theme of the page."""
    words = " ".join(in_words(table)).replace("`", "")
    title = "The states of a future and the events between them"
    words = f"A new future is {table.initial.name}. {words}"
    return "\n".join(
        [
            *BOXES.opening(WIDTH, HEIGHT, title, words),
            *(_arrow(*ends, numbers) for ends, numbers in transitions(table).items()),
            *map(_box, table.states),
            "</svg>",
        ]
    )


def _box(state: State) -> str:
    return BOXES.box(state.name, PLACES[state.name], "final" if state.final else "")


def _arrow(before: str, after: str, numbers: list[int]) -> str:
    lane = LANES.get((before, after))
    if lane is None:
        path, x, y = BOXES.straight(PLACES[before], PLACES[after])
    else:
        path, x, y = _detour(before, after, lane)
    return (
        f"{BOXES.arrow(path)}"
        f'<circle class="badge" cx="{x:.0f}" cy="{y:.0f}" r="11"/>'
        f'<text class="number" text-anchor="middle" x="{x:.0f}" y="{y + 4.5:.0f}">'
        f"{','.join(map(str, numbers))}</text>"
    )


def _detour(before: str, after: str, lane: int) -> tuple[str, float, float]:
    """Return a path to the left and down into the other box, and a point half-way down."""
    (x1, y1), y2 = PLACES[before], PLACES[after][1]
    path = (
        f"M{x1 - BOXES.width // 2} {y1} H{lane + 16} Q{lane} {y1} {lane} {y1 + 16} "
        f"V{y2 - BOXES.height // 2}"
    )
    return path, lane, (y1 + y2) / 2
