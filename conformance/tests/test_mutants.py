import pytest

import executor_spec
from executor_conformance.errors import UsageError
from executor_conformance.judgement import Judgement, Verdict
from executor_conformance.mutants import Mutant, Variant, load_mutants, load_variants
from executor_conformance.mutants.registry import Registry, mutant
from executor_conformance.proof import MutantResult, SelfTest, VariantResult, as_table
from executor_conformance.selftest import Children, judge_mutant, run_selftest

MUTANTS = load_mutants()


def test_every_must_and_should_has_a_mutant():
    covered = {each.clause for each in MUTANTS}
    needing = [c.id for c in executor_spec.load().clauses if c.level in ("must", "should")]
    assert [clause for clause in needing if clause not in covered] == []


def test_every_mutant_is_of_a_clause_of_the_specification():
    known = {clause.id: clause for clause in executor_spec.load().clauses}
    for each in MUTANTS:
        assert each.clause in known, each.name
        assert each.kind in known[each.clause].needs.kinds, each.name


@pytest.mark.parametrize("subject", [*MUTANTS, *load_variants()], ids=lambda subject: subject.name)
def test_a_mutant_or_variant_can_be_loaded_by_name_and_says_what_it_does(subject):
    from executor_conformance.loading import load

    assert load(subject.target, subject.kind).kind == subject.kind
    assert subject.description.endswith(".")


def test_names_are_unique():
    names = [subject.name for subject in (*MUTANTS, *load_variants())]
    assert sorted(set(names)) == sorted(names)


def test_two_mutants_of_one_name_are_refused():
    registry = Registry()
    given = Mutant(name="Same", clause="MAP-01", description="Does harm.", target="a:Same")
    registry.add(given)
    with pytest.raises(ValueError, match="two mutants Same: the other one is of MAP-01"):
        registry.add(given)


def test_a_mutant_without_a_docstring_is_refused():
    class Silent:
        pass

    with pytest.raises(ValueError, match="Silent needs a docstring"):
        mutant("MAP-01")(Silent)


class Counting:
    def __init__(self):
        self.planned = 0
        self.names = []

    def begin(self, planned):
        self.planned = planned

    def judged(self, result):
        subject = result.mutant if isinstance(result, MutantResult) else result.variant
        self.names.append(subject.name)


def test_a_mutant_is_killed_and_a_variant_passes():
    observer = Counting()
    found = run_selftest(["MapsToAList", "WrappedThreads"], ["MAP-23"], observer=observer)
    assert observer.planned == 2
    assert sorted(observer.names) == ["MapsToAList", "WrappedThreads"]
    assert found.sound
    [killed] = found.killed
    assert (killed.mutant.name, str(killed.judgement.verdict)) == ("MapsToAList", "fail")
    assert killed.test == "test_map_returns_an_iterator_over_the_results"
    [passed] = found.variants
    assert {clause: str(j.verdict) for clause, j in passed.judgements.items()} == {"MAP-23": "pass"}


def test_a_harmless_mutant_survives():
    harmless = Mutant(
        name="Harmless",
        clause="MAP-23",
        description="Does nothing wrong.",
        target="concurrent.futures:ThreadPoolExecutor",
    )
    with Children() as children:
        result = judge_mutant(harmless, children)
    assert not result.killed
    assert result.judgement.verdict is Verdict.PASS


def test_a_mutant_that_cannot_be_loaded_is_no_kill():
    missing = Mutant(
        name="Missing", clause="MAP-23", description="Is not there.", target="no_such_module:X"
    )
    with Children() as children:
        result = judge_mutant(missing, children)
    assert not result.killed
    assert "no_such_module" in result.judgement.detail


def test_unknown_names_are_refused_with_a_hint():
    with pytest.raises(UsageError, match="did you mean 'MapsToAList'"):
        run_selftest(["MapsToList"])
    with pytest.raises(UsageError, match="no clause 'MAP-99'"):
        run_selftest(clauses=["MAP-99"])
    with pytest.raises(UsageError, match="no mutant is left"):
        run_selftest(["MapsToAList"], ["SUB-02"])


def a_selftest():
    dull = Mutant(name="Dull", clause="MAP-01", description="Does harm.", target="a:Dull")
    sharp = Mutant(name="Sharp", clause="MAP-01", description="Does nothing.", target="a:Sharp")
    odd = Variant(name="Odd", description="Is odd.", target="a:Odd", departs=frozenset({"POO-07"}))
    failing = Judgement(clause="MAP-01", verdict=Verdict.FAIL, test="MAP-01/test_order" + "_x" * 40)
    passing = Judgement(clause="MAP-01", verdict=Verdict.PASS, detail="word " * 40)
    departing = Judgement(clause="POO-07", verdict=Verdict.FAIL)
    return SelfTest(
        clauses=("MAP-01", "MAP-02", "POO-13"),
        mutants=(MutantResult(sharp, passing, 1.0), MutantResult(dull, failing, 1.0)),
        variants=(
            VariantResult(odd, {"MAP-01": failing, "POO-07": departing}, 2.0),
            VariantResult(odd, {"MAP-01": passing, "POO-07": departing}, 2.0),
        ),
        without_mutant=("MAP-02",),
    )


def test_a_result_tells_survivors_failed_variants_and_what_has_no_mutant():
    found = a_selftest()
    assert [result.mutant.name for result in found.killed] == ["Dull"]
    assert [result.mutant.name for result in found.survivors] == ["Sharp"]
    [failed] = found.failed_variants
    assert [judgement.clause for judgement in failed.failures] == ["MAP-01"]
    assert not found.sound
    assert {c: [r.mutant.name for r in row] for c, row in found.matrix().items()} == {
        "MAP-01": ["Dull", "Sharp"],
        "MAP-02": [],
        "POO-13": [],
    }


def test_a_result_as_json_has_the_kill_matrix():
    values = a_selftest().to_json()
    [dull, sharp] = values["clauses"]["MAP-01"]
    assert (dull["mutant"], dull["killed"], dull["verdict"]) == ("Dull", True, "fail")
    assert (sharp["mutant"], sharp["killed"], sharp["expected"]) == ("Sharp", False, ["fail"])
    assert values["survivors"] == ["Sharp"]
    assert values["without_mutant"] == ["MAP-02"]
    assert [variant["passed"] for variant in values["variants"]] == [False, True]


def test_a_table_fits_eighty_columns_and_tells_what_is_wrong():
    table = as_table(a_selftest())
    assert max(map(len, table.splitlines())) <= 80
    assert "fail   Dull" in table
    assert "SURVIVES Sharp" in table
    assert "MAP-02  no mutant" in table
    assert "FAILS  Odd" in table
    assert "POO-13" not in table
    assert "1 of 2 mutants killed" in table
