"""Draws the transitions between the states of a future as SVG."""

from __future__ import annotations

from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from executor_spec.states import State, StateTable

WIDTH, HEIGHT = 412, 350
BOX_WIDTH, BOX_HEIGHT = 112, 46
LINE_HEIGHT = 17

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
    return "\n".join(
        [
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="inherit" '
            'aria-labelledby="states-title states-words">',
            '<title id="states-title">The states of a future and the events between them</title>',
            f'<desc id="states-words">A new future is {table.initial.name}. {escape(words)}</desc>',
            '<defs><marker id="states-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
            'markerHeight="8" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>',
            *(_arrow(*ends, numbers) for ends, numbers in transitions(table).items()),
            *map(_box, table.states),
            "</svg>",
        ]
    )


def _box(state: State) -> str:
    x, y = PLACES[state.name]
    lines = wrap(state.name, 14)
    top = y - (len(lines) - 1) * LINE_HEIGHT / 2 + 5
    texts = [
        f'<text class="name" text-anchor="middle" x="{x}" y="{top + LINE_HEIGHT * number:g}">'
        f"{escape(line)}</text>"
        for number, line in enumerate(lines)
    ]
    final = " final" if state.final else ""
    return (
        f'<rect class="box{final}" x="{x - BOX_WIDTH // 2}" y="{y - BOX_HEIGHT // 2}" '
        f'width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="6"/>{"".join(texts)}'
    )


def _arrow(before: str, after: str, numbers: list[int]) -> str:
    lane = LANES.get((before, after))
    path, x, y = _straight(before, after) if lane is None else _detour(before, after, lane)
    return (
        f'<path class="line" marker-end="url(#states-tip)" d="{path}"/>'
        f'<circle class="badge" cx="{x:.0f}" cy="{y:.0f}" r="11"/>'
        f'<text class="number" text-anchor="middle" x="{x:.0f}" y="{y + 4.5:.0f}">'
        f"{','.join(map(str, numbers))}</text>"
    )


def _straight(before: str, after: str) -> tuple[str, float, float]:
    """Return a path between two boxes, and its middle."""
    (x1, y1), (x2, y2) = PLACES[before], PLACES[after]
    # How far along the line from centre to centre it leaves the box.
    share = min(
        BOX_WIDTH / 2 / abs(x2 - x1) if x2 != x1 else 1,
        BOX_HEIGHT / 2 / abs(y2 - y1) if y2 != y1 else 1,
    )
    dx, dy = (x2 - x1) * share, (y2 - y1) * share
    path = f"M{x1 + dx:.1f} {y1 + dy:.1f} L{x2 - dx:.1f} {y2 - dy:.1f}"
    return path, (x1 + x2) / 2, (y1 + y2) / 2


def _detour(before: str, after: str, lane: int) -> tuple[str, float, float]:
    """Return a path to the left and down into the other box, and a point half-way down."""
    (x1, y1), y2 = PLACES[before], PLACES[after][1]
    path = (
        f"M{x1 - BOX_WIDTH // 2} {y1} H{lane + 16} Q{lane} {y1} {lane} {y1 + 16} "
        f"V{y2 - BOX_HEIGHT // 2}"
    )
    return path, lane, (y1 + y2) / 2
