"""Reads the files of a specification into objects."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from executor_spec.checks import Retirement, file_of, require_consistency, require_refusals
from executor_spec.clauses import read_clause
from executor_spec.model import Capability, Chapter, Specification
from executor_spec.suggest import nearest
from executor_spec.table import Table, read_table
from executor_spec.version import VERSION

if TYPE_CHECKING:
    from executor_spec.edges import HappensBefore
    from executor_spec.states import StateTable

SHIPPED = Path(__file__).parent
PREFIX = re.compile(r"[A-Z]{2,4}")
CHAPTER_KEYS = ("prefix", "title", "introduction", "clause", "retired")


def load(directory: Path | None = None) -> Specification:
    """Return the specification of this package, or the one in `directory`.

    The specification of the package is read once. A directory is read at each call; it holds
    `contents.toml`, `capabilities.toml` and `chapters/`. Raises `SpecificationError`.
    """
    return _shipped() if directory is None else _read(directory)


def load_states(directory: Path | None = None) -> StateTable:
    """Return the states of a future from this package, or from `states.toml` in `directory`.

    The clauses that the table names are looked up in the specification that stands beside it.
    Raises `SpecificationError`.
    """
    return _shipped_states() if directory is None else _read_states(directory, load(directory))


def load_edges(directory: Path | None = None) -> HappensBefore:
    """Return what happens before what from this package, or from `edges.toml` in `directory`.

    Clauses and capabilities are looked up in the specification that stands beside it. Raises
    `SpecificationError`.
    """
    return _shipped_edges() if directory is None else _read_edges(directory, load(directory))


@cache
def _shipped() -> Specification:
    return _read(SHIPPED)


@cache
def _shipped_states() -> StateTable:
    return _read_states(SHIPPED, load())


@cache
def _shipped_edges() -> HappensBefore:
    return _read_edges(SHIPPED, load())


def _read_states(directory: Path, specification: Specification) -> StateTable:
    from executor_spec.states.reading import read_states  # `load` does not wait for it

    ids = [clause.id for clause in specification.clauses]
    return read_states(read_table(directory / "states.toml", "states.toml"), ids)


def _read_edges(directory: Path, specification: Specification) -> HappensBefore:
    from executor_spec.edges.reading import read_edges  # `load` does not wait for it

    return read_edges(read_table(directory / "edges.toml", "edges.toml"), specification)


def _read(directory: Path) -> Specification:
    capabilities = _read_capabilities(directory)
    chapters: list[Chapter] = []
    retirements: list[Retirement] = []
    for name in _read_contents(directory):
        table = read_table(directory / "chapters" / f"{name}.toml", file_of(name))
        chapter = _chapter(name, table, capabilities)
        chapters.append(chapter)
        retirements += _retirements(table, chapter)
    require_consistency(chapters, retirements)
    require_refusals(capabilities.values(), chapters)
    return Specification(
        version=VERSION,
        chapters=tuple(chapters),
        retired=MappingProxyType({gone.id: gone.target for gone in retirements}),
        capabilities=MappingProxyType(capabilities),
    )


def _read_contents(directory: Path) -> tuple[str, ...]:
    contents = read_table(directory / "contents.toml", "contents.toml")
    contents.require_known(["chapters"])
    names = contents.words("chapters")
    present = sorted(path.stem for path in (directory / "chapters").glob("*.toml"))
    for name in names:
        if name not in present:
            raise contents.error(
                f"there is no chapters/{name}.toml", f"{nearest(name, present)} Or write it."
            )
    for name in present:
        if name not in names:
            raise contents.error(
                f"the chapter {name!r} is not listed", "Add it where it shall be read."
            )
    return names


def _read_capabilities(directory: Path) -> dict[str, Capability]:
    table = read_table(directory / "capabilities.toml", "capabilities.toml")
    capabilities = {}
    for name in table:
        capabilities[name] = _capability(name, table.table(name))
    return capabilities


def _capability(name: str, entry: Table) -> Capability:
    entry.require_known(["meaning", "shows", "refused-by", "unrefusable"])
    refused_by = entry.line("refused-by") if "refused-by" in entry else None
    unrefusable = entry.line("unrefusable") if "unrefusable" in entry else None
    if refused_by and unrefusable:
        raise entry.error(
            "its use is 'refused-by' a clause and 'unrefusable' too", "Drop one of the two."
        )
    return Capability(name, entry.line("meaning"), entry.line("shows"), refused_by, unrefusable)


def _chapter(name: str, table: Table, capabilities: dict[str, Capability]) -> Chapter:
    table.require_known(CHAPTER_KEYS)
    prefix = table.text("prefix")
    if not PREFIX.fullmatch(prefix):
        raise table.error(f"the prefix is {prefix!r}", "Write two to four capital letters.")
    return Chapter(
        name=name,
        prefix=prefix,
        title=table.line("title"),
        introduction=table.text("introduction"),
        clauses=tuple(read_clause(clause, name, capabilities) for clause in table.tables("clause")),
    )


def _retirements(table: Table, chapter: Chapter) -> list[Retirement]:
    if "retired" not in table:
        return []
    retired = table.table("retired")
    return [Retirement(clause_id, retired.line(clause_id), chapter) for clause_id in retired]
