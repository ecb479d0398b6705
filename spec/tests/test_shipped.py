"""The specification that this package ships."""

import pickle
import re

import pytest

import executor_spec
from executor_spec import Kind, Level

SPECIFICATION = executor_spec.load()
CLAUSES = pytest.mark.parametrize("clause", SPECIFICATION.clauses, ids=lambda clause: clause.id)


def test_it_is_loaded_once():
    assert executor_spec.load() is SPECIFICATION


def test_it_has_the_version_of_the_package():
    assert SPECIFICATION.version == executor_spec.VERSION


def test_ids_are_unique():
    ids = [clause.id for clause in SPECIFICATION.clauses]
    assert len(set(ids)) == len(ids)


def test_every_clause_is_found_by_its_id():
    for clause in SPECIFICATION.clauses:
        assert SPECIFICATION.clause(clause.id) is clause


def test_every_chapter_is_found_by_its_name_and_holds_its_clauses():
    for chapter in SPECIFICATION.chapters:
        assert SPECIFICATION.chapter(chapter.name) is chapter
        assert chapter.clauses
        assert {clause.chapter for clause in chapter.clauses} == {chapter.name}


@CLAUSES
def test_a_sentence_is_one_sentence(clause):
    without_code = re.sub(r"`[^`]*`", "code", clause.sentence)
    assert without_code.endswith(".")
    assert not re.search(r"[.?!;]\s", without_code)


@CLAUSES
def test_a_reason_takes_at_most_three_sentences(clause):
    assert 1 <= len(re.findall(r"[.?!](?:\s|$)", clause.why)) <= 3


@CLAUSES
def test_backquotes_come_in_pairs_of_single_ones(clause):
    for text in (clause.sentence, clause.why, *clause.outcomes):
        assert text.count("`") % 2 == 0
        assert "``" not in text


@CLAUSES
def test_a_clause_can_be_pickled(clause):
    assert pickle.loads(pickle.dumps(clause)) == clause


def test_roots_apply_to_every_executor():
    for clause_id in ("SUB-14", "MAP-23", "SHD-19", "SHD-20"):
        clause = SPECIFICATION.clause(clause_id)
        assert clause.level is Level.MUST
        assert clause.needs == executor_spec.Needs()
        assert clause.needs.kinds == tuple(Kind)


def test_capabilities_are_described():
    assert "cancel_futures" in SPECIFICATION.capabilities
    for name, capability in SPECIFICATION.capabilities.items():
        assert capability.name == name
        assert capability.meaning
        assert capability.shows


def test_the_use_of_every_capability_is_refused_where_it_is_absent_or_cannot_be():
    for capability in SPECIFICATION.capabilities.values():
        assert capability.refused_by or capability.unrefusable, (
            f"{capability.name} needs 'refused-by' or 'unrefusable' in capabilities.toml"
        )
