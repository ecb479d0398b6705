"""Reads one clause and checks what can be seen of it alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from executor_spec.keywords import require_agreement
from executor_spec.model import Clause, Needs
from executor_spec.source import KINDS, Source
from executor_spec.suggest import nearest
from executor_spec.vocabulary import Basis, Kind, Level, PythonVersion

if TYPE_CHECKING:
    from collections.abc import Collection

    from executor_spec.table import Table

ID = re.compile(r"[A-Z]{2,4}-[0-9]{2,3}")
VERSION = re.compile(r"3\.[0-9]+")

CLAUSE_KEYS = (
    "id",
    "level",
    "basis",
    "sentence",
    "needs",
    "builds-on",
    "since",
    "until",
    "why",
    "sources",
    "outcomes",
)
NEEDS_KEYS = ("capabilities", "absent", "kinds", "workers", "family")

SOURCE_KIND_OF = {
    Basis.FOUNDING: "founding",
    Basis.DOCUMENTED: "library",
    Basis.PEP: "pep-",
    Basis.TESTS: "tests",
    Basis.IMPLEMENTATION: "implementation",
}


def read_clause(table: Table, chapter: str, capabilities: Collection[str]) -> Clause:
    """Make a clause of its table, or raise `SpecificationError`."""
    clause_id = table.line("id")
    table = table.at(f"{table.where.partition(',')[0]}, clause {clause_id}")
    table.require_known(CLAUSE_KEYS)
    level = table.member("level", table.line("level"), Level)
    sentence = table.line("sentence")
    require_agreement(table, sentence, level)
    since, until = _version(table, "since"), _version(table, "until")
    if since is not None and until is not None and since > until:
        raise table.error(f"since {since} is after until {until}", "Swap or mend them.")
    basis = tuple(table.member("basis", word, Basis) for word in table.words("basis"))
    sources = tuple(_source(table, text) for text in table.words("sources"))
    _require_sources_for(table, basis, sources)
    return Clause(
        id=clause_id,
        chapter=chapter,
        level=level,
        basis=basis,
        sentence=sentence,
        needs=read_needs(table.table("needs"), capabilities) if "needs" in table else Needs(),
        builds_on=table.words("builds-on") if "builds-on" in table else (),
        since=since,
        until=until,
        why=table.line("why"),
        sources=sources,
        outcomes=_outcomes(table, level),
    )


def read_needs(table: Table, capabilities: Collection[str]) -> Needs:
    """Make the needs of a clause, or of what is narrowed in the same words."""
    table.require_known(NEEDS_KEYS)
    needed = _capabilities(table, "capabilities", capabilities)
    absent = _capabilities(table, "absent", capabilities)
    for name in absent:
        if name in needed:
            raise table.error(
                f"the capability {name!r} is to be present and absent", "Drop one of the two."
            )
    kinds = set(Kind)
    if "kinds" in table:
        kinds = {table.member("kind", word, Kind) for word in table.words("kinds")}
    workers = table.integer("workers") if "workers" in table else 1
    if workers < 1:
        raise table.error(f"'workers' is {workers}", "Write 1 or more.")
    in_order = tuple(kind for kind in Kind if kind in kinds)
    return Needs(needed, in_order, workers, _family(table), absent)


def _capabilities(table: Table, key: str, known: Collection[str]) -> tuple[str, ...]:
    names = table.words(key) if key in table else ()
    for name in names:
        if name not in known:
            raise table.error(
                f"{name!r} is not a known capability",
                f"{nearest(name, known)} A new one goes into capabilities.toml.",
            )
    return names


def _family(table: Table) -> Literal["stdlib"] | None:
    if "family" not in table:
        return None
    family = table.line("family")
    if family != "stdlib":
        raise table.error(f"{family!r} is not a known family", "Known: stdlib.")
    return "stdlib"


def _version(table: Table, key: str) -> PythonVersion | None:
    if key not in table:
        return None
    text = table.line(key)
    if not VERSION.fullmatch(text):
        raise table.error(f"{key!r} is {text!r}", 'Write a release of Python such as "3.14".')
    return PythonVersion(*map(int, text.split(".")))


def _source(table: Table, text: str) -> Source:
    kind, colon, reference = (part.strip() for part in text.partition(":"))
    if not colon or not reference:
        raise table.error(f"the source {text!r} has no reference", "Write 'kind: reference'.")
    if kind not in KINDS and not re.fullmatch(r"pep-[0-9]{4}", kind):
        raise table.error(
            f"{kind!r} is not a known kind of source", nearest(kind, [*KINDS, "pep-3148"])
        )
    if kind == "issue" and not reference.isdecimal():
        raise table.error(f"the issue {reference!r} is not a number", "Write its number alone.")
    return Source(kind, reference)


def _require_sources_for(
    table: Table, basis: tuple[Basis, ...], sources: tuple[Source, ...]
) -> None:
    for word in basis:
        # The reason for a ruling stands in `why`, so that it may lack a source.
        kind = SOURCE_KIND_OF.get(word)
        if kind is not None and not any(source.kind.startswith(kind) for source in sources):
            raise table.error(
                f"the basis {word.value!r} has no source",
                f"Cite '{kind}{'3148' if kind == 'pep-' else ''}: …' or drop that basis.",
            )


def _outcomes(table: Table, level: Level) -> tuple[str, ...]:
    if "outcomes" in table:
        if level in (Level.MUST, Level.SHOULD):
            raise table.error(
                f"a clause of level {level.value!r} lists outcomes",
                "Drop them; only 'may' and 'implementation-defined' leave a choice.",
            )
        return table.words("outcomes")
    if level is Level.IMPLEMENTATION_DEFINED:
        raise table.error("the permitted outcomes are missing", "List them under 'outcomes'.")
    return ()
