"""The happens-before edges: what is loaded, and what is refused."""

import pickle
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError

import pytest

import executor_spec
from executor_spec import Basis, Kind, SpecificationError
from executor_spec.edges import Promise

EDGES = executor_spec.load_edges()

POINTS = """
[[point]]
name = "the call starts"
meaning = "It is entered."

[[point]]
name = "the call ends"
meaning = "It has returned."
follows = ["the call starts"]

[[point]]
name = "the outcome is there"
meaning = "It can be read."
"""
EDGE = """
[[edge]]
id = "H01"
from = "the call ends"
to = "the outcome is there"
for.kinds = ["thread"]
for.capabilities = ["gc"]
basis = ["documented"]
clauses = ["SUB-01"]
"""
MORE = """
[[unordered]]
between = "one thing, and another"
why = "Nobody says so."
clauses = ["SUB-01"]
"""


@pytest.fixture
def load(folder, clause, tmp_path):
    """Return a function that loads the small file with one piece of text replaced."""

    def load_edges(old="", new=""):
        text = POINTS + EDGE + MORE
        assert old in text
        (tmp_path / "edges.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
        folder.chapter("submit", "SUB", clause("SUB-01")).load()
        return executor_spec.load_edges(tmp_path)

    return load_edges


def test_an_edge_is_found_by_its_id(load):
    edge = load().edge("H01")
    assert (edge.before, edge.after) == ("the call ends", "the outcome is there")
    assert edge.promise is Promise.NOT_BEFORE
    assert (edge.needs.kinds, edge.needs.capabilities) == ((Kind.THREAD,), ("gc",))
    assert (edge.basis, edge.clauses, edge.note) == ((Basis.DOCUMENTED,), ("SUB-01",), None)


def test_an_edge_that_is_not_narrowed_holds_for_every_kind(load):
    assert load('for.kinds = ["thread"]', "").edge("H01").needs.kinds == tuple(Kind)


def test_an_edge_may_rest_on_no_clause_if_it_says_on_what(load):
    edge = load('clauses = ["SUB-01"]', 'note = "It was seen."').edge("H01")
    assert (edge.clauses, edge.note) == ((), "It was seen.")


def test_places_without_an_edge_are_read(load):
    [place] = load().unordered
    assert (place.between, place.why) == ("one thing, and another", "Nobody says so.")
    assert place.clauses == ("SUB-01",)


def test_what_is_earlier_is_found_along_edges_and_meanings(load):
    table = load()
    assert table.earlier("the outcome is there") == {"the call ends", "the call starts"}
    assert table.earlier("the call starts") == frozenset()


def test_what_holds_from_then_on_may_have_been_found_earlier(load):
    table = load('id = "H01"', 'id = "H01"\npromise = "from then on"')
    assert table.edge("H01").promise is Promise.FROM_THEN_ON
    assert table.earlier("the outcome is there") == frozenset()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[[edge]]", "[[edges]]", "edges.toml: unknown key 'edges'. Did you mean edge?"),
        ("meaning", "meening", "point the call starts: unknown key 'meening'. Did you mean mean"),
        ('"the call ends"', '"the call starts"', "point the call starts: the name is used twice"),
        ("H01", "E01", "edge E01: 'E01' is not the id of an edge. Write it like H01."),
        ('from = "the call', 'from = "a call', "H01: 'a call ends' is not a point. Did you mean"),
        ('to = "the outcome', 'to = "an outcome', "'an outcome is there' is not a point. Did you"),
        (
            '["the call starts"]',
            '["the start"]',
            "point the call ends: it follows 'the start', w",
        ),
        ("SUB-01", "SUB-02", "edge H01: it rests on SUB-02, which does not exist. Did you mean"),
        ('clauses = ["SUB-01"]\n\n', "\n", "edge H01: it rests on no clause. Name one, or write"),
        ('["documented"]', '["docs"]', "edge H01: 'docs' is not a known basis"),
        ('["thread"]', '["threads"]', "H01, for: 'threads' is not a known kind. Did you mean thr"),
        ('["gc"]', '["gcc"]', "H01, for: 'gcc' is not a known capability. Did you mean gc?"),
        ('id = "H01"', 'id = "H01"\npromise = "never"', "'never' is not a known promise. Known: n"),
        ("[[unordered]]\n", "[[unordered]]\nid = 1\n", "unordered number 1: unknown key 'id'"),
        ("[[unordered]]", EDGE + "[[unordered]]", "edge H01: the id is used twice. Rename one"),
        (
            'to = "the outcome is there"',
            'to = "the call ends"',
            "point the outcome is there: no edge leads to it or away from it",
        ),
    ],
)
def test_a_faulty_file(load, old, new, message):
    with pytest.raises(SpecificationError) as raised:
        load(old, new)
    assert str(raised.value).startswith("edges.toml")
    assert message in str(raised.value)


def test_nothing_happens_before_itself(load):
    back = EDGE.replace("H01", "H02").replace("the outcome is there", "the call starts")
    with pytest.raises(SpecificationError, match=r"in a circle \(the call.* → the call"):
        load("[[unordered]]", back + "[[unordered]]")


def test_an_unknown_id_suggests_the_nearest():
    with pytest.raises(executor_spec.UnknownEdgeError, match=r"There is no edge H1\. Did you mean"):
        EDGES.edge("H1")


def test_the_shipped_edges_are_loaded_once():
    assert executor_spec.load_edges() is EDGES
    assert [edge.id for edge in EDGES.edges] == [f"H{n:02}" for n in range(1, 25)]
    assert len(EDGES.unordered) == 9


@pytest.mark.parametrize("edge", EDGES.edges, ids=lambda edge: edge.id)
def test_a_shipped_edge_promises_no_more_than_its_clauses(edge):
    clauses = [executor_spec.load().clause(name) for name in edge.clauses]
    if not clauses:
        return
    for clause in clauses:
        assert set(clause.basis) & set(edge.basis), clause.id
        assert set(clause.needs.capabilities) <= set(edge.needs.capabilities), clause.id
    kinds = {kind for clause in clauses for kind in clause.needs.kinds}
    assert edge.note or set(edge.needs.kinds) <= kinds


def test_after_a_with_block_all_that_its_calls_have_done_is_visible():
    earlier = EDGES.earlier("the with block is left")
    assert {"submit is called", "the call ends", "the callback ends"} <= earlier


def test_backquotes_come_in_pairs():
    texts = [point.meaning for point in EDGES.points]
    texts += [edge.note or "" for edge in EDGES.edges]
    texts += [text for place in EDGES.unordered for text in (place.between, place.why)]
    for text in texts:
        assert text.count("`") % 2 == 0, text
        assert not re.search("``", text)


def test_edges_are_frozen_and_can_be_pickled():
    for part in (*EDGES.points, *EDGES.edges, *EDGES.unordered):
        assert pickle.loads(pickle.dumps(part)) == part
    with pytest.raises(FrozenInstanceError):
        EDGES.edges[0].id = "H99"


def test_who_loads_the_clauses_does_not_pay_for_the_edges():
    code = "import executor_spec, sys; executor_spec.load(); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "executor_spec.loader" in run.stdout.split()
    assert "executor_spec.edges" not in run.stdout.split()
