"""What the entries of several files have in common: names of their own, and clauses to rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from executor_spec.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Collection

    from executor_spec.table import Table


def named(entry: Table, noun: str, others: Collection[str], key: str = "name") -> Table:
    """Return an entry with its name in its place; raise if one of the others has the same."""
    name = entry.line(key)
    entry = entry.at(f"{entry.where.partition(',')[0]}, {noun} {name}")
    if name in others:
        raise entry.error(f"the {key} is used twice", "Rename one, or join the two.")
    return entry


def read_clause_ids(entry: Table, known: Collection[str]) -> tuple[str, ...]:
    """Return the ids under `clauses`, none where it is absent; raise for one that is not known."""
    ids = entry.words("clauses") if "clauses" in entry else ()
    for clause_id in ids:
        if clause_id not in known:
            raise entry.error(
                f"it rests on {clause_id}, which does not exist", nearest(clause_id, known)
            )
    return ids
