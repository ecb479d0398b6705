"""Boxes with words in them, and arrows from one to another, as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from textwrap import wrap

LINE_HEIGHT = 17

Place = tuple[int, int]
"""The centre of a box."""


@dataclass(frozen=True)
class Boxes:
    """What the boxes of a drawing have in common: their size, and the letters in a line.

    `name` begins the ids of the drawing, which have to differ from those of others on the page.
    """

    name: str
    width: int
    height: int
    letters: int

    def opening(self, width: int, height: int, title: str, words: str) -> list[str]:
        """Return the beginning of a drawing; `words` are its text alternative."""
        return [
            f'<svg viewBox="0 0 {width} {height}" role="img" font-family="inherit" '
            f'aria-labelledby="{self.name}-title {self.name}-words">',
            f'<title id="{self.name}-title">{escape(title)}</title>',
            f'<desc id="{self.name}-words">{escape(words)}</desc>',
            f'<defs><marker id="{self.name}-tip" viewBox="0 0 8 8" refX="7" refY="4" '
            'markerWidth="8" markerHeight="8" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/>'
            "</marker></defs>",
        ]

    def box(self, words: str, place: Place, more: str = "") -> str:
        """Return a box; `more` is a further class."""
        x, y = place
        lines = wrap(words, self.letters)
        top = y - (len(lines) - 1) * LINE_HEIGHT / 2 + 5
        texts = [
            f'<text class="name" text-anchor="middle" x="{x}" y="{top + LINE_HEIGHT * number:g}">'
            f"{escape(line)}</text>"
            for number, line in enumerate(lines)
        ]
        return (
            f'<rect class="{" ".join(["box", *more.split()])}" x="{x - self.width // 2}" '
            f'y="{y - self.height // 2}" width="{self.width}" height="{self.height}" rx="6"/>'
            f"{''.join(texts)}"
        )

    def arrow(self, path: str, more: str = "") -> str:
        """Return an arrow along a path; `more` is a further class."""
        names = " ".join(["line", *more.split()])
        return f'<path class="{names}" marker-end="url(#{self.name}-tip)" d="{path}"/>'

    def straight(self, before: Place, after: Place) -> tuple[str, float, float]:
        """Return a path from one box to another, and its middle."""
        (x1, y1), (x2, y2) = before, after
        # How far along the line from centre to centre it leaves the box.
        share = min(
            self.width / 2 / abs(x2 - x1) if x2 != x1 else 1,
            self.height / 2 / abs(y2 - y1) if y2 != y1 else 1,
        )
        dx, dy = (x2 - x1) * share, (y2 - y1) * share
        path = f"M{x1 + dx:.1f} {y1 + dy:.1f} L{x2 - dx:.1f} {y2 - dy:.1f}"
        return path, (x1 + x2) / 2, (y1 + y2) / 2
