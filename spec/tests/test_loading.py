"""What the loader makes of correct files."""

import sys

import pytest

import executor_spec
from executor_spec import Basis, Kind, Level, Needs, PythonVersion


def load_one(folder, text):
    return folder.chapter("submit", "SUB", text).load().clauses[0]


def test_chapters_and_clauses_keep_their_reading_order(folder, clause):
    folder.chapter("submit", "SUB", clause("SUB-02"), clause("SUB-01"))
    folder.chapter("map", "MAP", clause("MAP-01"))
    specification = folder.load()
    assert [chapter.name for chapter in specification.chapters] == ["submit", "map"]
    assert [clause.id for clause in specification.clauses] == ["SUB-02", "SUB-01", "MAP-01"]


def test_a_plain_clause_needs_nothing(folder, clause):
    plain = load_one(folder, clause("SUB-01"))
    assert plain.needs == Needs(capabilities=(), kinds=tuple(Kind), workers=1, family=None)
    assert (plain.builds_on, plain.since, plain.until, plain.outcomes) == ((), None, None, ())


def test_every_key_of_a_clause_arrives(folder, clause):
    full = clause(
        "SUB-01",
        level='"implementation-defined"',
        basis='["ruling", "pep"]',
        sentence='"""Which of two\nis left open."""',
        needs='{ capabilities = ["gc"], kinds = ["process", "thread"], workers = 2, '
        'family = "stdlib" }',
        since='"3.11"',
        until='"3.14"',
        sources='["pep-3148: Executor", "ruling: A10"]',
        outcomes='["the first", "the second"]',
    )
    read = load_one(folder, full)
    assert read.chapter == "submit"
    assert read.level is Level.IMPLEMENTATION_DEFINED
    assert read.basis == (Basis.RULING, Basis.PEP)
    assert read.sentence == "Which of two is left open."
    assert read.needs == Needs(("gc",), (Kind.THREAD, Kind.PROCESS), 2, "stdlib")
    assert (read.since, read.until) == (PythonVersion(3, 11), PythonVersion(3, 14))
    assert [str(source) for source in read.sources] == ["pep-3148: Executor", "ruling: A10"]
    assert read.outcomes == ("the first", "the second")


def test_a_python_version_compares_with_the_running_one():
    assert PythonVersion(3, 9) < sys.version_info[:2] < PythonVersion(4, 0)
    assert str(PythonVersion(3, 14)) == "3.14"


@pytest.mark.parametrize(
    ("level", "sentence"),
    [
        ("must", "It MUST NOT work."),
        ("should", "It SHOULD work."),
        ("should", "It SHOULD NOT work."),
        ("may", "It MAY work."),
    ],
)
def test_a_keyword_and_its_negation_have_one_level(folder, clause, level, sentence):
    read = load_one(folder, clause("SUB-01", level=f'"{level}"', sentence=f'"{sentence}"'))
    assert read.level == level


def test_foundations_may_stand_in_other_chapters(folder, clause):
    folder.chapter("map", "MAP", clause("MAP-01", builds_on='["SUB-01"]'))
    folder.chapter("submit", "SUB", clause("SUB-01"))
    assert folder.load().clause("MAP-01").builds_on == ("SUB-01",)


def test_retired_ids_keep_their_successor_or_reason(folder, clause):
    retired = """
        [retired]
        SUB-02 = "SUB-01"
        SUB-03 = "no executor could break it"
    """
    specification = folder.chapter("submit", "SUB", clause("SUB-01"), more=retired).load()
    assert specification.retired == {"SUB-02": "SUB-01", "SUB-03": "no executor could break it"}


def test_capabilities_are_read(folder, clause):
    specification = folder.chapter("submit", "SUB", clause("SUB-01")).load()
    assert specification.capabilities == {
        "gc": executor_spec.Capability("gc", "cleans up", "assumed")
    }
