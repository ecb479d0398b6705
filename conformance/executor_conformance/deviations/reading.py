"""Reads declarations from TOML files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import executor_spec
from executor_conformance.deviations.matching import require_specifier
from executor_conformance.deviations.model import SHOWS, Deviation
from executor_conformance.errors import UsageError, nearest
from executor_conformance.plan import nearest_clause
from executor_spec import SpecificationError
from executor_spec.table import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from executor_spec.table import Table

KEYS = (
    "clause",
    "reason",
    "link",
    "python",
    "implementation",
    "version",
    "start-methods",
    "free-threaded",
    "executors",
    "shows",
    "racy",
)
STANDARD = ("ThreadPoolExecutor", "ProcessPoolExecutor", "InterpreterPoolExecutor")
METHODS = ("fork", "forkserver", "spawn")


def read_deviations(path: Path) -> tuple[Deviation, ...]:
    """Read the ``[[deviation]]`` tables of a file, in their order, then what it inherits.

    Raises `UsageError`, which names the place and says what to do.
    """
    return _read(path, ())


def _read(path: Path, readers: tuple[Path, ...]) -> tuple[Deviation, ...]:
    if path in readers:
        raise UsageError(f"{path} inherits from itself, by way of {', '.join(map(str, readers))}")
    try:
        table = read_table(path, str(path))
        table.require_known(["deviation", "inherit"])
        found = tuple(_deviation(entry) for entry in table.tables("deviation"))
        if "inherit" in table:
            # Imported here: what is inherited is read by this module.
            from executor_conformance.deviations.inheriting import inherited

            for entry in table.tables("inherit"):
                read = partial(_read, readers=(*readers, path))
                found += tuple(inherited(entry, path, read))
    except SpecificationError as error:
        raise UsageError(str(error)) from error
    require_clauses(found)
    return found


def require_clauses(deviations: Iterable[Deviation]) -> None:
    """Raise `UsageError` for the first deviation from a clause that there is not."""
    known = [clause.id for clause in executor_spec.load().clauses]
    for deviation in deviations:
        if deviation.clause not in known:
            place = f"{deviation.source}: " if deviation.source else "a deviation: "
            hint = nearest_clause(deviation.clause, known)
            raise UsageError(f"{place}there is no clause {deviation.clause!r}{hint}")


def _deviation(table: Table) -> Deviation:
    table.require_known(KEYS)
    clause = table.line("clause")
    table = table.at(f"{table.where} ({clause})")
    python = table.strings("python") if "python" in table else ()
    version = table.line("version") if "version" in table else ""
    for specifier in (*python, version):
        require_specifier(specifier, f"{clause} in {table.where}")
    return Deviation(
        clause=clause,
        reason=table.line("reason"),
        link=table.line("link") if "link" in table else "",
        python=python,
        implementation=table.line("implementation") if "implementation" in table else "",
        version=version,
        start_methods=_among(table, "start-methods", METHODS),
        free_threaded=table.flag("free-threaded") if "free-threaded" in table else None,
        executors=_among(table, "executors", STANDARD),
        shows=_shows(table),
        racy=table.flag("racy") if "racy" in table else False,
        source=table.where,
    )


def _among(table: Table, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
    words = table.strings(key) if key in table else ()
    for word in words:
        if word not in known:
            raise UsageError(f"{table.where}: {key!r} names {word!r}{_hint(word, known)}")
    return words


def _shows(table: Table) -> str:
    shows = table.line("shows") if "shows" in table else "fail"
    if shows not in SHOWS:
        raise UsageError(f"{table.where}: 'shows' is {shows!r}{_hint(shows, SHOWS)}")
    return shows


def _hint(word: str, known: tuple[str, ...]) -> str:
    return nearest(word, known) or f"; known are {', '.join(known)}"
