"""Hashes change with what a verdict depends on, and with nothing else."""

from dataclasses import replace

import pytest

import executor_spec
from executor_spec import Basis, Kind, Level, Needs, PythonVersion, Source
from executor_spec.hashing import specification_hash

CLAUSE = executor_spec.Clause(
    id="MAP-01",
    chapter="map",
    level=Level.MUST,
    basis=(Basis.PEP,),
    sentence="Results MUST come in order.",
    needs=Needs(capabilities=("gc", "fork"), kinds=(Kind.THREAD, Kind.PROCESS)),
    builds_on=("MAP-23",),
    since=None,
    until=None,
    why="Callers pair results with inputs.",
    sources=(Source("pep-3148", "Executor"),),
    outcomes=(),
)


def test_a_hash_is_the_same_in_every_process():
    assert CLAUSE.hash == "583df03eccb1"


@pytest.mark.parametrize(
    "changes",
    [
        {"sentence": "Results MUST come."},
        {"level": Level.SHOULD},
        {"needs": replace(CLAUSE.needs, capabilities=("gc",))},
        {"needs": replace(CLAUSE.needs, kinds=(Kind.THREAD,))},
        {"needs": replace(CLAUSE.needs, workers=2)},
        {"needs": replace(CLAUSE.needs, family="stdlib")},
        {"needs": replace(CLAUSE.needs, absent=("asyncio",))},
    ],
)
def test_sentence_level_and_needs_change_the_hash(changes):
    assert replace(CLAUSE, **changes).hash != CLAUSE.hash


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "MAP-02"},
        {"chapter": "submit"},
        {"basis": (Basis.RULING,)},
        {"builds_on": ()},
        {"since": PythonVersion(3, 14)},
        {"until": PythonVersion(3, 14)},
        {"why": "Just so."},
        {"sources": ()},
        {"outcomes": ("one",)},
        {"needs": replace(CLAUSE.needs, capabilities=("fork", "gc"))},
        {"needs": replace(CLAUSE.needs, kinds=(Kind.PROCESS, Kind.THREAD))},
    ],
)
def test_nothing_else_changes_the_hash(changes):
    assert replace(CLAUSE, **changes).hash == CLAUSE.hash


def test_the_hash_of_a_specification_ignores_order_and_sees_every_clause():
    other = replace(CLAUSE, id="MAP-02", sentence="Inputs MUST be taken in order.")
    both = specification_hash([CLAUSE, other])
    assert specification_hash([other, CLAUSE]) == both
    assert specification_hash([CLAUSE]) != both
    assert specification_hash([CLAUSE, replace(other, level=Level.MAY)]) != both
    assert specification_hash([CLAUSE, replace(other, id="MAP-03")]) != both


def test_all_kinds_and_none_named_are_the_same(folder, clause):
    kinds = ", ".join(f'"{kind}"' for kind in Kind)
    named = clause("SUB-01", needs=f"{{ kinds = [{kinds}] }}")
    plain, full = folder.chapter("submit", "SUB", clause("SUB-02"), named).load().clauses
    assert plain.hash == full.hash
