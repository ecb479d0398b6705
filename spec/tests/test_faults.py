"""Faulty files: the error names the file and the clause, and says what to do."""

from itertools import pairwise

import pytest

import executor_spec
from executor_spec import SpecificationError


def faulty(folder):
    with pytest.raises(SpecificationError) as raised:
        folder.load()
    return str(raised.value)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"sentance": '"x"'}, "unknown key 'sentance'. Did you mean sentence?"),
        ({"level": None}, "the key 'level' is missing. Add it."),
        ({"why": None}, "the key 'why' is missing"),
        ({"sources": None}, "the key 'sources' is missing"),
        ({"sources": "[]"}, "'sources' is empty"),
        ({"basis": "[]"}, "'basis' is empty"),
        ({"basis": '"documented"'}, "'basis' is 'documented', not an array"),
        ({"sentence": "1"}, "'sentence' is 1, not a string"),
        ({"sentence": '" "'}, "'sentence' is empty"),
        ({"needs": '"gc"'}, "'needs' is 'gc', not a table"),
        ({"level": '"shall"'}, "'shall' is not a known level"),
        ({"basis": '["document"]'}, "'document' is not a known basis. Did you mean documented?"),
        ({"basis": '["pep"]'}, "the basis 'pep' has no source. Cite 'pep-3148: …'"),
        ({"basis": '["documented", "documented"]'}, "'basis' names 'documented' twice"),
        ({"sources": "[1]"}, "'sources' holds 1, which is not a string"),
        ({"sources": '["libary: wait"]'}, "'libary' is not a known kind of source. Did you mean"),
        ({"sources": '["library"]'}, "the source 'library' has no reference"),
        ({"sources": '["issue: gh-1"]'}, "the issue 'gh-1' is not a number"),
        ({"since": '"3.14.1"'}, "'since' is '3.14.1'. Write a release of Python"),
        ({"since": '"3.14"', "until": '"3.13"'}, "since 3.14 is after until 3.13"),
        ({"outcomes": '["one"]'}, "a clause of level 'must' lists outcomes"),
        (
            {"level": '"implementation-defined"', "sentence": '"It is open."'},
            "the permitted outcomes are missing",
        ),
        ({"level": '"should"'}, "the level is 'should', but the sentence says MUST"),
        ({"sentence": '"It works."'}, "the level is 'must', but the sentence does not say MUST"),
        ({"sentence": '"It MUST or SHOULD."'}, "the level is 'must', but the sentence says SHOULD"),
        ({"sentence": '"It SHALL work."'}, "the level is 'must', but the sentence says SHALL"),
        ({"builds_on": '["SUB-9"]'}, "it builds on SUB-9, which does not exist"),
    ],
)
def test_a_faulty_clause(folder, clause, changes, problem):
    message = faulty(folder.chapter("submit", "SUB", clause("SUB-01", **changes)))
    assert message.startswith("chapters/submit.toml, clause SUB-01: ")
    assert problem in message


@pytest.mark.parametrize(
    ("needs", "problem"),
    [
        ("{ kind = ['thread'] }", "unknown key 'kind'. Did you mean kinds?"),
        ("{ kinds = ['threads'] }", "'threads' is not a known kind. Did you mean thread?"),
        ("{ capabilities = ['gcc'] }", "'gcc' is not a known capability. Did you mean gc?"),
        ("{ workers = 0 }", "'workers' is 0"),
        ("{ workers = true }", "'workers' is True, not an integer"),
        ("{ family = 'third-party' }", "'third-party' is not a known family"),
    ],
)
def test_faulty_needs(folder, clause, needs, problem):
    message = faulty(folder.chapter("submit", "SUB", clause("SUB-01", needs=needs)))
    assert message.startswith("chapters/submit.toml, clause SUB-01, needs: ")
    assert problem in message


def test_a_clause_without_id_is_named_by_its_number(folder, clause):
    text = clause("SUB-02", id=None)
    message = faulty(folder.chapter("submit", "SUB", clause("SUB-01"), text))
    assert message == "chapters/submit.toml, clause number 2: the key 'id' is missing. Add it."


def test_an_id_of_another_form(folder, clause):
    message = faulty(folder.chapter("submit", "SUB", clause("SUB-1")))
    assert "'SUB-1' is not an id. Write it like SUB-01." in message


def test_an_id_used_twice(folder, clause):
    message = faulty(folder.chapter("submit", "SUB", clause("SUB-01"), clause("SUB-01")))
    assert "chapters/submit.toml, clause SUB-01: the id is used twice" in message


def test_an_id_with_the_prefix_of_another_chapter(folder, clause):
    message = faulty(folder.chapter("submit", "SUB", clause("MAP-01")))
    assert "chapters/submit.toml, clause MAP-01: the id MAP-01 does not begin with SUB-" in message


def test_a_prefix_used_twice(folder, clause):
    folder.chapter("submit", "SUB", clause("SUB-01"))
    message = faulty(folder.chapter("map", "SUB", clause("SUB-02")))
    assert "chapters/map.toml: the prefix 'SUB' belongs to the chapter 'submit' already" in message


def test_a_prefix_of_another_form(folder):
    message = faulty(folder.chapter("submit", "Sub"))
    assert "the prefix is 'Sub'. Write two to four capital letters." in message


def test_clauses_that_build_on_one_another(folder, clause):
    clauses = [
        clause("SUB-01", builds_on='["SUB-02"]'),
        clause("SUB-02", builds_on='["SUB-03"]'),
        clause("SUB-03", builds_on='["SUB-01"]'),
    ]
    message = faulty(folder.chapter("submit", "SUB", *clauses))
    assert "circle" in message
    circle = message.partition("(")[2].partition(")")[0].split(" → ")
    assert circle[0] == circle[-1]
    links = {("SUB-01", "SUB-02"), ("SUB-02", "SUB-03"), ("SUB-03", "SUB-01")}
    assert set(pairwise(circle)) == links


def test_a_clause_that_builds_on_itself(folder, clause):
    message = faulty(folder.chapter("submit", "SUB", clause("SUB-01", builds_on='["SUB-01"]')))
    assert "circle (SUB-01 → SUB-01)" in message


def test_a_retired_id_that_comes_back(folder, clause):
    retired = '[retired]\nSUB-01 = "it was vague"\n'
    message = faulty(folder.chapter("submit", "SUB", clause("SUB-01"), more=retired))
    assert "chapters/submit.toml, clause SUB-01: the id was retired" in message


def test_a_retired_id_merged_into_nothing(folder, clause):
    retired = '[retired]\nSUB-02 = "SUB-10"\n'
    message = faulty(folder.chapter("submit", "SUB", clause("SUB-01"), more=retired))
    assert "chapters/submit.toml, retired: SUB-02 was merged into SUB-10, which does not" in message


def test_a_retired_id_of_another_chapter(folder, clause):
    retired = '[retired]\nMAP-02 = "SUB-01"\n'
    message = faulty(folder.chapter("submit", "SUB", clause("SUB-01"), more=retired))
    assert "chapters/submit.toml, retired: the id MAP-02 does not begin with SUB-" in message


def test_an_unknown_key_of_a_chapter(folder):
    message = faulty(folder.chapter("submit", "SUB", more='titel = "x"'))
    assert "chapters/submit.toml: unknown key 'titel'. Did you mean title?" in message


def test_clauses_that_are_no_tables(folder):
    message = faulty(folder.chapter("submit", "SUB", more="clause = [1]"))
    assert "chapters/submit.toml: 'clause' holds 1. Write [[clause]] tables." in message


def test_a_chapter_that_is_not_listed(folder, clause):
    folder.chapter("submit", "SUB", clause("SUB-01")).chapter("map", "MAP", clause("MAP-01"))
    folder.contents = 'chapters = ["submit"]'
    assert "contents.toml: the chapter 'map' is not listed. Add it" in faulty(folder)


def test_a_listed_chapter_without_a_file(folder, clause):
    folder.chapter("submit", "SUB", clause("SUB-01"))
    folder.contents = 'chapters = ["submit", "maps"]'
    assert "contents.toml: there is no chapters/maps.toml" in faulty(folder)


def test_an_unknown_key_of_a_capability(folder):
    folder.capabilities = '[gc]\nmeening = "x"\n'
    message = faulty(folder.chapter("submit", "SUB"))
    assert "capabilities.toml, gc: unknown key 'meening'. Did you mean meaning?" in message


def test_a_file_that_is_not_toml(folder):
    message = faulty(folder.chapter("submit", "SUB", more="?"))
    assert message.startswith("chapters/submit.toml: this is not TOML in UTF-8 (")


def test_a_folder_without_a_specification(tmp_path):
    with pytest.raises(SpecificationError, match=r"there is no such file in"):
        executor_spec.load(tmp_path)


@pytest.mark.parametrize(
    ("entry", "needs", "words"),
    [
        ('refused-by = "ABS-02"', '{ absent = ["gc"] }', "refused by ABS-02, which does not exist"),
        ('refused-by = "ABS-01"', "{ workers = 1 }", "which does not need its absence"),
        ('refused-by = "ABS-01"\nunrefusable = "no"', '{ absent = ["gc"] }', "'unrefusable' too"),
        ("", '{ absent = ["gcc"] }', "'gcc' is not a known capability"),
        ("", '{ absent = ["gc"], capabilities = ["gc"] }', "to be present and absent"),
    ],
)
def test_how_an_absent_capability_is_refused_is_checked(folder, clause, entry, needs, words):
    folder.chapter("absent", "ABS", clause("ABS-01", needs=needs))
    folder.capabilities = f'[gc]\nmeaning = "cleans up"\nshows = "assumed"\n{entry}\n'
    with pytest.raises(SpecificationError, match=words):
        folder.load()
