"""The happens-before edges as frozen objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from executor_spec.edges.vocabulary import Promise
from executor_spec.errors import UnknownEdgeError
from executor_spec.suggest import nearest

if TYPE_CHECKING:
    from executor_spec.model import Needs
    from executor_spec.vocabulary import Basis


@dataclass(frozen=True, slots=True)
class Point:
    """Something that happens, as a point in time.

    It `follows` other points, given by name, by the meaning of the words alone.
    """

    name: str
    meaning: str
    follows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A promise about two points, `before` and `after`, given by name.

    Where the promise is `NOT_BEFORE`, `after` does not happen until `before` has happened, and all
    that was done by then is visible. Where it is `FROM_THEN_ON`, whoever has learnt of `before`
    finds `after` from then on; others may have found it earlier.

    `needs` narrows it, as for a clause. It rests on `clauses`; where there are none, `note` says on
    what.
    """

    id: str
    before: str
    after: str
    promise: Promise
    needs: Needs
    basis: tuple[Basis, ...]
    clauses: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Unordered:
    """Two things that programs may not expect in any order, and the reason."""

    between: str
    why: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class HappensBefore:
    """All points and edges, and the places where there is no edge."""

    points: tuple[Point, ...]
    edges: tuple[Edge, ...]
    unordered: tuple[Unordered, ...]

    def edge(self, edge_id: str) -> Edge:
        """Return the edge of an id, or raise `UnknownEdgeError`."""
        known = {edge.id: edge for edge in self.edges}
        if edge_id not in known:
            raise UnknownEdgeError(f"There is no edge {edge_id}. {nearest(edge_id, known)}")
        return known[edge_id]

    def earlier(self, point: str) -> frozenset[str]:
        """Return the names of all points that happen before a point, by whatever way."""
        direct: dict[str, set[str]] = {one.name: set(one.follows) for one in self.points}
        for edge in self.edges:
            if edge.promise is Promise.NOT_BEFORE:
                direct[edge.after].add(edge.before)
        found: set[str] = set()
        ahead = [point]
        while ahead:
            new = direct[ahead.pop()] - found
            found |= new
            ahead += new
        return frozenset(found)
