"""The passages of the founding document: the loader, and the shipped ones against the clauses."""

import pickle
import re
from textwrap import dedent

import pytest

import executor_spec
from executor_spec import Slip, SpecificationError, UnknownPassageError

SHIPPED = executor_spec.load_founding()
PASSAGES = pytest.mark.parametrize("passage", SHIPPED.passages, ids=lambda passage: passage.id)

PASSAGE = {"id": '"1-1"', "says": '"It works."', "clauses": '["SUB-01"]'}


def passage(**changes):
    """Return a valid passage in TOML with some values changed, or left out where None."""
    values = PASSAGE | {name.replace("_", "-"): value for name, value in changes.items()}
    lines = [f"{name} = {value}" for name, value in values.items() if value is not None]
    return "\n".join(["[[section.passage]]", *lines, ""])


def section(*passages, number='"1"', title='"First"'):
    return "\n".join(["[[section]]", f"number = {number}", f"title = {title}", "", *passages])


@pytest.fixture(name="load")
def loader(folder, clause):
    """Return a function that loads a founding document beside a specification of two clauses."""
    folder.chapter("submit", "SUB", clause("SUB-01"), clause("SUB-02")).load()

    def load(*sections):
        (folder.path / "founding.toml").write_text("\n".join(sections), encoding="utf-8")
        return executor_spec.load_founding(folder.path)

    return load


@pytest.fixture(name="faulty")
def faulty_loader(load):
    def faulty(*sections):
        with pytest.raises(SpecificationError) as raised:
            load(*sections)
        return str(raised.value)

    return faulty


def test_sections_and_passages_keep_their_reading_order(load):
    document = load(
        section(passage(), passage(id='"1-2"')),
        section(passage(id='"1.1-1"'), number='"1.1"'),
        section(passage(id='"2-1"'), number='"2"'),
    )
    assert [section.number for section in document.sections] == ["1", "1.1", "2"]
    assert [passage.id for passage in document.passages] == ["1-1", "1-2", "1.1-1", "2-1"]
    assert [passage.section for passage in document.passages] == ["1", "1", "1.1", "2"]


def test_every_key_of_a_passage_arrives(load):
    slip = dedent("""
        [[section.passage.slip]]
        claim = "There are two."
        fact = '''
        There is
        one.
        '''
    """)
    text = passage(says='"""It\nworks."""', clauses='["SUB-02", "SUB-01"]', example='"a_pool"')
    read = load(section(text, slip)).passage("1-1")
    assert read.says == "It works."
    assert read.clauses == ("SUB-02", "SUB-01")
    assert read.no_behaviour is None
    assert read.slips == (Slip("There are two.", "There is one."),)
    assert read.example == "a_pool"


def test_a_passage_without_behaviour_has_a_reason_and_no_clauses(load):
    (read,) = load(section(passage(clauses=None, no_behaviour='"Thanks."'))).passages
    assert (read.clauses, read.no_behaviour) == ((), "Thanks.")
    assert (read.slips, read.example) == ((), None)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"sais": '"x"'}, "unknown key 'sais'. Did you mean says?"),
        ({"says": None}, "the key 'says' is missing"),
        ({"says": '" "'}, "'says' is empty"),
        ({"clauses": "[]"}, "'clauses' is empty"),
        ({"clauses": '["SUB-01", "SUB-01"]'}, "'clauses' names 'SUB-01' twice"),
        ({"clauses": '["SUB-03"]'}, "the clause SUB-03, which does not exist. Did you mean SUB-0"),
        ({"clauses": None}, "it needs one of 'clauses' and 'no-behaviour'. Name the clauses"),
        ({"no_behaviour": '"x"'}, "it needs one of 'clauses' and 'no-behaviour'"),
        ({"example": '"a-pool.py"'}, "the example is 'a-pool.py'. Write the name of a program"),
        ({"slip": '"x"'}, "'slip' is 'x', not an array"),
        ({"slip": '[{ claim = "x" }]'}, "slip number 1: the key 'fact' is missing"),
        ({"slip": '[{ claim = "x", fakt = "y" }]'}, "unknown key 'fakt'. Did you mean fact?"),
    ],
)
def test_a_faulty_passage(faulty, changes, problem):
    message = faulty(section(passage(**changes)))
    assert message.startswith("founding.toml, passage 1-1")
    assert problem in message


@pytest.mark.parametrize("wrong", ["1-3", "2-1", "1-1", "first"])
def test_a_passage_out_of_its_place(faulty, wrong):
    message = faulty(section(passage(), passage(id=f'"{wrong}"')))
    assert f"passage number 2: the id is {wrong!r}, but here stands the passage 1-2" in message


def test_sections_out_of_order(faulty):
    message = faulty(section(number='"2"'), section(number='"1.1"'))
    assert "section number 2: the section 1.1 follows the section 2." in message


def test_a_section_number_of_another_form(faulty):
    assert "the number is 'one'. Write it like" in faulty(section(number='"one"'))


def test_an_unknown_key_of_a_section(faulty):
    message = faulty(section("titel = 1"))
    assert "founding.toml, section 1: unknown key 'titel'. Did you mean title?" in message


def test_a_document_without_sections(faulty):
    assert faulty("") == "founding.toml: there is no section. Write [[section]] tables."


def test_a_specification_without_a_founding_document(folder, clause):
    folder.chapter("submit", "SUB", clause("SUB-01")).load()
    with pytest.raises(SpecificationError, match=r"founding\.toml: there is no such file in"):
        executor_spec.load_founding(folder.path)


def test_an_unknown_passage_suggests_the_nearest(load):
    with pytest.raises(UnknownPassageError, match=r"no passage 1_1\. Did you mean 1-1\?|Known"):
        load(section(passage())).passage("1_1")


def test_the_shipped_document_is_read_once():
    assert executor_spec.load_founding() is SHIPPED


@PASSAGES
def test_a_shipped_passage_is_found_and_can_be_pickled(passage):
    assert SHIPPED.passage(passage.id) is passage
    assert pickle.loads(pickle.dumps(passage)) == passage


@PASSAGES
def test_texts_are_sentences_with_paired_backquotes(passage):
    texts = [passage.says, *(text for slip in passage.slips for text in (slip.claim, slip.fact))]
    for text in texts:
        assert text.endswith(".")
        assert text.count("`") % 2 == 0
        assert "``" not in text


@PASSAGES
def test_a_restatement_is_short(passage):
    without_code = re.sub(r"`[^`]*`", "code", passage.says)
    assert 1 <= len(re.findall(r"[.?!](?:\s|$)", without_code)) <= 3


def test_every_example_belongs_to_one_passage():
    examples = [passage.example for passage in SHIPPED.passages if passage.example]
    assert examples
    assert len(set(examples)) == len(examples)


def disagreements(document, specification):
    """Return a sentence for each passage and clause of which only one names the other."""
    named = {
        (passage.id, clause_id) for passage in document.passages for clause_id in passage.clauses
    }
    cited = {
        (source.reference, clause.id)
        for clause in specification.clauses
        for source in clause.sources
        if source.kind == "founding"
    }
    passages = {passage.id for passage in document.passages}
    found = []
    for passage_id, clause_id in sorted(named - cited):
        found.append(
            f"The passage {passage_id} names {clause_id}, which lacks the source "
            f"'founding: {passage_id}'."
        )
    for passage_id, clause_id in sorted(cited - named):
        if passage_id in passages:
            found.append(f"{clause_id} cites the passage {passage_id}, which does not name it.")
        else:
            found.append(f"{clause_id} cites the passage {passage_id}, which does not exist.")
    return found


def test_shipped_passages_and_clauses_name_one_another():
    found = disagreements(SHIPPED, executor_spec.load())
    assert not found, "\n".join(found)


def test_passages_and_clauses_that_do_not_name_one_another_are_noticed(folder, clause):
    cites = [
        clause("SUB-01", sources='["founding: 1-1", "library: wait"]'),
        clause("SUB-02", sources='["founding: 9-9", "library: wait"]'),
        clause("SUB-03"),
    ]
    specification = folder.chapter("submit", "SUB", *cites).load()
    (folder.path / "founding.toml").write_text(section(passage(clauses='["SUB-03"]')))
    assert disagreements(executor_spec.load_founding(folder.path), specification) == [
        "The passage 1-1 names SUB-03, which lacks the source 'founding: 1-1'.",
        "SUB-01 cites the passage 1-1, which does not name it.",
        "SUB-02 cites the passage 9-9, which does not exist.",
    ]
