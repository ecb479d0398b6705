"""Reads the passages of the founding document, and checks them against the clauses."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from executor_spec.loader import SHIPPED, load
from executor_spec.passages import FoundingDocument, FoundingSection, Passage, Slip
from executor_spec.suggest import nearest
from executor_spec.table import read_table

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from executor_spec.table import Table

FILE = "founding.toml"
NUMBER = re.compile(r"[1-9](\.[1-9])?")
EXAMPLE = re.compile(r"[a-z][a-z_]*")

SECTION_KEYS = ("number", "title", "passage")
PASSAGE_KEYS = ("id", "says", "clauses", "no-behaviour", "slip", "example")
SLIP_KEYS = ("claim", "fact")


def load_founding(directory: Path | None = None) -> FoundingDocument:
    """Return the passages of the founding document, each with the clauses that promise it.

    `directory` is that of a specification, as for `load`, with a file `founding.toml`. Without
    it, the passages of this package are read, at the first call only. Raises
    `SpecificationError`, also for a passage that names a clause which does not exist.
    """
    return _shipped() if directory is None else _read(directory, directory)


@cache
def _shipped() -> FoundingDocument:
    return _read(SHIPPED, None)


def _read(directory: Path, specification: Path | None) -> FoundingDocument:
    table = read_table(directory / FILE, FILE)
    table.require_known(["section"])
    known = {clause.id for clause in load(specification).clauses}
    sections: list[FoundingSection] = []
    for entry in table.tables("section"):
        section = _section(entry, known)
        if sections and _sort_key(section) <= _sort_key(sections[-1]):
            raise entry.error(
                f"the section {section.number} follows the section {sections[-1].number}",
                "Number the sections as they are read.",
            )
        sections.append(section)
    if not sections:
        raise table.error("there is no section", "Write [[section]] tables.")
    return FoundingDocument(tuple(sections))


def _sort_key(section: FoundingSection) -> list[int]:
    return [int(part) for part in section.number.split(".")]


def _section(table: Table, known: Collection[str]) -> FoundingSection:
    number = table.line("number")
    if not NUMBER.fullmatch(number):
        raise table.error(f"the number is {number!r}", 'Write it like "3" or "3.1".')
    table = table.at(f"{FILE}, section {number}")
    table.require_known(SECTION_KEYS)
    passages = tuple(
        _passage(entry, f"{number}-{place}", known)
        for place, entry in enumerate(table.tables("passage"), 1)
    )
    return FoundingSection(number=number, title=table.line("title"), passages=passages)


def _passage(table: Table, expected: str, known: Collection[str]) -> Passage:
    passage_id = table.line("id")
    if passage_id != expected:
        raise table.error(
            f"the id is {passage_id!r}, but here stands the passage {expected}",
            "Number the passages of a section from 1, as they are read.",
        )
    table = table.at(f"{FILE}, passage {passage_id}")
    table.require_known(PASSAGE_KEYS)
    return Passage(
        id=passage_id,
        says=table.line("says"),
        clauses=_clauses(table, known),
        no_behaviour=table.line("no-behaviour") if "no-behaviour" in table else None,
        slips=tuple(_slip(entry) for entry in table.tables("slip")),
        example=_example(table) if "example" in table else None,
    )


def _clauses(table: Table, known: Collection[str]) -> tuple[str, ...]:
    if ("clauses" in table) == ("no-behaviour" in table):
        raise table.error(
            "it needs one of 'clauses' and 'no-behaviour'",
            "Name the clauses that promise what it says, or tell why there are none.",
        )
    clauses = table.words("clauses") if "clauses" in table else ()
    for clause_id in clauses:
        if clause_id not in known:
            raise table.error(
                f"it names the clause {clause_id}, which does not exist",
                nearest(clause_id, known),
            )
    return clauses


def _slip(table: Table) -> Slip:
    table.require_known(SLIP_KEYS)
    return Slip(claim=table.line("claim"), fact=table.line("fact"))


def _example(table: Table) -> str:
    example = table.line("example")
    if not EXAMPLE.fullmatch(example):
        raise table.error(
            f"the example is {example!r}",
            "Write the name of a program without its ending, such as 'thread_pool'.",
        )
    return example
