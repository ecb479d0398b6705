"""Draws points in time, and the edges between them, as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from executor_docs.boxes import Boxes, Place
from executor_spec.edges import Promise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from executor_spec.edges import Edge, HappensBefore

BADGE_WIDTH, BADGE_HEIGHT = 36, 20
PROMISES = {Promise.NOT_BEFORE: "not before", Promise.FROM_THEN_ON: "from then on, after"}


@dataclass(frozen=True)
class Drawing:
    """Where the box of each point stands. The arrows between them follow from the edges."""

    boxes: Boxes
    title: str
    width: int
    height: int
    places: dict[str, Place]

    def unknown(self, table: HappensBefore) -> str | None:
        """Return the first name in the drawing that is not a point, if there is one."""
        known = {point.name for point in table.points}
        return next((name for name in self.places if name not in known), None)


DRAWINGS = {
    "call": Drawing(
        Boxes("edges-call", width=124, height=46, letters=15),
        "The life of a call",
        width=464,
        height=602,
        places={
            "submit is called": (64, 25),
            "the call starts": (64, 117),
            "the call ends": (64, 209),
            "the outcome is there": (64, 301),
            "a callback starts": (64, 393),
            "the callback ends": (64, 485),
            "the next callback starts": (64, 577),
            "the workers have ended": (400, 301),
            "shutdown with wait returns": (232, 393),
            "the with block is left": (232, 577),
            "any shutdown returns": (400, 453),
            "submit raises": (400, 577),
        },
    ),
    "exit": Drawing(
        Boxes("edges-exit", width=124, height=46, letters=15),
        "The end of a program",
        width=496,
        height=430,
        places={
            "the call ends": (140, 25),
            "the callback ends": (64, 145),
            "the workers have ended": (212, 250),
            "the main module ends": (310, 25),
            "new calls are refused": (432, 145),
            "atexit handlers run": (400, 300),
            "the process ends": (140, 405),
        },
    ),
}


def draw(drawing: Drawing, table: HappensBefore) -> str:
    """Return a drawing, which takes its colours from the theme of the page."""
    places = drawing.places
    edges = [edge for edge in table.edges if edge.before in places and edge.after in places]
    words = " ".join(map(_in_words, edges))
    return "\n".join(
        [
            *drawing.boxes.opening(drawing.width, drawing.height, drawing.title, words),
            *(
                drawing.boxes.arrow(drawing.boxes.straight(places[one], places[other])[0], "plain")
                for one, other in _by_meaning(table, drawing, edges)
            ),
            *(_arrow(drawing, edge) for edge in edges),
            *(drawing.boxes.box(name, place) for name, place in places.items()),
            "</svg>",
        ]
    )


def _in_words(edge: Edge) -> str:
    return f"{edge.id}: {edge.after}, {PROMISES[edge.promise]} {edge.before}."


def _by_meaning(
    table: HappensBefore, drawing: Drawing, edges: list[Edge]
) -> Iterator[tuple[str, str]]:
    """Yield what follows what without an edge, unless some other box stands between the two."""
    drawn = {(edge.before, edge.after) for edge in edges}
    earlier = {name: table.earlier(name) & set(drawing.places) for name in drawing.places}
    for later, before in earlier.items():
        for name in before:
            between = any(name in earlier[other] for other in before)
            if not between and (name, later) not in drawn:
                yield name, later


def _arrow(drawing: Drawing, edge: Edge) -> str:
    path, x, y = drawing.boxes.straight(drawing.places[edge.before], drawing.places[edge.after])
    broken = "broken" if edge.promise is Promise.FROM_THEN_ON else ""
    return (
        f"{drawing.boxes.arrow(path, broken)}"
        f'<rect class="badge" x="{x - BADGE_WIDTH / 2:.0f}" y="{y - BADGE_HEIGHT / 2:.0f}" '
        f'width="{BADGE_WIDTH}" height="{BADGE_HEIGHT}" rx="10"/>'
        f'<text class="number" text-anchor="middle" x="{x:.0f}" y="{y + 4.5:.0f}">{edge.id}</text>'
    )
