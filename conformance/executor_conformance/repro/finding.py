"""Finds out what a script is to be about: the clause, and an executor that it applies to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import executor_spec
from executor_conformance.checking import Options, look_at
from executor_conformance.errors import UsageError, nearest
from executor_conformance.loading import load
from executor_conformance.plan import Selection, nearest_clause
from executor_conformance.target import Target
from executor_spec import Kind, UnknownClauseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from executor_conformance.adapter import Adapter
    from executor_spec import Clause


def find(
    name: str, target: str, kind: str | None = None, path: Sequence[Path] = ()
) -> tuple[Clause, Adapter, Kind]:
    """Return the clause of a name, the adapter of a target, and the kind of its executor.

    The executor is made once, in another process, to see whether the clause applies to it. `path`
    holds further folders to look for the target in. Raises `UsageError` for a name, a target or a
    kind that there is not, and for a clause that does not apply.
    """
    spec = executor_spec.load()
    try:
        clause = spec.clause(name.upper())
    except UnknownClauseError:
        hint = nearest_clause(name, (each.id for each in spec.clauses))
        raise UsageError(f"there is no clause {name!r}{hint}") from None
    if kind is not None and kind not in list(Kind):
        raise UsageError(f"there is no kind {kind!r}{nearest(kind, map(str, Kind))}")
    for folder in path:
        if not folder.is_dir():
            raise UsageError(f"--path {folder}: there is no such folder")
    found = Target.named(target)
    selection = Selection(clauses=(clause.id,))
    seen = look_at(found, Options(selection, kind=kind, path=tuple(path)))
    if reason := seen["unsupported"].get(clause.id):
        raise UsageError(
            f"{clause.id} cannot be broken by {seen['name']}: it {reason}; "
            f"executor-conformance explain {clause.id} tells more"
        )
    sys.path[:0] = [*(str(folder.resolve()) for folder in path), str(Path.cwd())]
    return clause, load(found.name, kind), Kind(seen["kind"])
