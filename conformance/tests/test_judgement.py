import json

import pytest

from executor_conformance.judgement import Judgement, Verdict, breaks_the_run, worst_of


def judgement(verdict, **fields):
    return Judgement(clause="MAP-01", verdict=verdict, **fields)


def test_a_judgement_survives_json():
    before = judgement(
        Verdict.HANG, detail="why", history=("a", "b"), stacks="s", gates_closed=0, changed=("cwd",)
    )
    assert Judgement.from_dict(json.loads(json.dumps(before.to_dict()))) == before


def test_unknown_fields_of_a_newer_kit_are_passed_over():
    values = {**judgement(Verdict.PASS).to_dict(), "from the future": 1}
    assert Judgement.from_dict(values).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("verdicts", "worst"),
    [
        (["pass", "pass"], "pass"),
        (["pass", "fail"], "fail"),
        (["hang", "fail", "pass"], "hang"),
        (["pass", "unsupported"], "pass"),
        (["unsupported", "unsupported"], "unsupported"),
        (["observed", "unsupported"], "observed"),
        (["crash", "error"], "error"),
    ],
)
def test_a_clause_is_as_good_as_the_worst_of_its_tests(verdicts, worst):
    found = worst_of([judgement(Verdict(verdict), seconds=1.0) for verdict in verdicts])
    assert found.verdict == worst
    assert found.seconds == len(verdicts)


@pytest.mark.parametrize("verdict", ["fail", "hang", "crash"])
def test_a_broken_should_breaks_the_run_only_if_strict(verdict):
    broken = judgement(Verdict(verdict))
    assert breaks_the_run(broken, "must", strict=False)
    assert not breaks_the_run(broken, "should", strict=False)
    assert breaks_the_run(broken, "should", strict=True)


@pytest.mark.parametrize(
    ("verdict", "breaks"),
    [("xpass", True), ("untested", True), ("blocked", False), ("xfail", False), ("pass", False)],
)
def test_other_verdicts_break_the_run_whatever_the_level(verdict, breaks):
    for level in ("must", "should", "may"):
        assert breaks_the_run(judgement(Verdict(verdict)), level, strict=False) is breaks
