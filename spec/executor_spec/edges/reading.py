"""Reads the happens-before edges and checks them."""

from __future__ import annotations

import re
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from executor_spec.clauses import read_needs
from executor_spec.edges.model import Edge, HappensBefore, Point, Unordered
from executor_spec.edges.vocabulary import Promise
from executor_spec.entries import named, read_clause_ids
from executor_spec.model import Needs
from executor_spec.suggest import nearest
from executor_spec.vocabulary import Basis

if TYPE_CHECKING:
    from collections.abc import Collection

    from executor_spec.model import Specification
    from executor_spec.table import Table

ID = re.compile(r"H[0-9]{2}")
POINT_KEYS = ("name", "meaning", "follows")
EDGE_KEYS = ("id", "from", "to", "promise", "for", "basis", "clauses", "note")
UNORDERED_KEYS = ("between", "why", "clauses")


def read_edges(table: Table, specification: Specification) -> HappensBefore:
    """Make the edges of their file, or raise `SpecificationError`."""
    table.require_known(["point", "edge", "unordered"])
    known = {clause.id for clause in specification.clauses}
    points: dict[str, Point] = {}
    for entry in table.tables("point"):
        point = _point(named(entry, "point", points))
        points[point.name] = point
    edges: dict[str, Edge] = {}
    for entry in table.tables("edge"):
        edge = _edge(named(entry, "edge", edges, "id"), points, specification, known)
        edges[edge.id] = edge
    unordered = tuple(_unordered(entry, known) for entry in table.tables("unordered"))
    _require_known_points(table, points)
    _require_use(table, points, edges)
    _require_no_circle(table, points, edges)
    return HappensBefore(tuple(points.values()), tuple(edges.values()), unordered)


def _point(entry: Table) -> Point:
    entry.require_known(POINT_KEYS)
    follows = entry.words("follows") if "follows" in entry else ()
    return Point(entry.line("name"), entry.line("meaning"), follows)


def _edge(
    entry: Table, points: Collection[str], specification: Specification, known: Collection[str]
) -> Edge:
    entry.require_known(EDGE_KEYS)
    edge_id = entry.line("id")
    if not ID.fullmatch(edge_id):
        raise entry.error(f"{edge_id!r} is not the id of an edge", "Write it like H01.")
    clauses = read_clause_ids(entry, known)
    note = entry.line("note") if "note" in entry else None
    if not clauses and note is None:
        raise entry.error("it rests on no clause", "Name one, or write 'note'.")
    promise = entry.line("promise") if "promise" in entry else Promise.NOT_BEFORE
    return Edge(
        id=edge_id,
        before=_end(entry, "from", points),
        after=_end(entry, "to", points),
        promise=entry.member("promise", promise, Promise),
        needs=read_needs(entry.table("for"), specification.capabilities)
        if "for" in entry
        else Needs(),
        basis=tuple(entry.member("basis", word, Basis) for word in entry.words("basis")),
        clauses=clauses,
        note=note,
    )


def _end(entry: Table, key: str, points: Collection[str]) -> str:
    name = entry.line(key)
    if name not in points:
        raise entry.error(f"{name!r} is not a point", nearest(name, points))
    return name


def _unordered(entry: Table, known: Collection[str]) -> Unordered:
    entry.require_known(UNORDERED_KEYS)
    return Unordered(entry.line("between"), entry.line("why"), read_clause_ids(entry, known))


def _require_known_points(table: Table, points: dict[str, Point]) -> None:
    for point in points.values():
        for name in point.follows:
            if name not in points:
                raise table.at(f"{table.where}, point {point.name}").error(
                    f"it follows {name!r}, which is not a point", nearest(name, points)
                )


def _require_use(table: Table, points: dict[str, Point], edges: dict[str, Edge]) -> None:
    used = {end for edge in edges.values() for end in (edge.before, edge.after)}
    used |= {name for point in points.values() for name in point.follows}
    for name in points:
        if name not in used:
            raise table.at(f"{table.where}, point {name}").error(
                "no edge leads to it or away from it", "Write one, or remove the point."
            )


def _require_no_circle(table: Table, points: dict[str, Point], edges: dict[str, Edge]) -> None:
    earlier = {name: set(point.follows) for name, point in points.items()}
    for edge in edges.values():
        if edge.promise is Promise.NOT_BEFORE:
            earlier[edge.after].add(edge.before)
    try:
        TopologicalSorter(earlier).prepare()
    except CycleError as error:
        raise table.error(
            f"what happens before what goes round in a circle ({' → '.join(error.args[1])})",
            "Remove the edge that is not so, or give one of them points of its own.",
        ) from None
