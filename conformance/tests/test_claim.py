"""Claims of conformance: made from a report, verified by judging again."""

import tomllib
from dataclasses import replace

import pytest

import executor_spec
from executor_conformance.checking import Run
from executor_conformance.claim_file import as_toml, read_claim
from executor_conformance.claiming import claim_of
from executor_conformance.errors import UsageError
from executor_conformance.judgement import Judgement, Verdict
from executor_conformance.reports import ReportedRun
from executor_conformance.settling import settled_digest
from executor_conformance.verifying import (
    against_report,
    contradictions,
    discrepancies,
    remarks,
    require_same,
)

SPEC = executor_spec.load()
HEADER = {
    "record": "header",
    "kit": "0.1.0",
    "spec": SPEC.version,
    "spec_hash": SPEC.hash,
    "name": "Pool",
    "version": "1.2",
    "target": "pool:Pool",
    "kind": "thread",
    "python": "CPython 3.12.1",
    "platform": "Linux x86_64",
}
DECLARED = {"verdict": "xfail", "shown": "hang", "deviation": 'It "waits".\x7f', "link": "x://y"}


def reported(records=None, planned=None, **header):
    """Return a run that kept all clauses but for these records."""
    planned = planned or [clause.id for clause in SPEC.clauses]
    clauses = {}
    for name in planned:
        record = {"record": "clause", "id": name, "level": str(SPEC.clause(name).level)}
        record |= {"hash": SPEC.clause(name).hash, "verdict": "pass", "detail": ""}
        clauses[name] = record | (records or {}).get(name, {})
    return ReportedRun(
        {**HEADER, "planned": planned, **header}, clauses, {"record": "footer", "complete": True}
    )


def round_trip(claim, tmp_path):
    path = tmp_path / "claim.toml"
    path.write_text(as_toml(claim, SPEC), encoding="utf-8")
    return read_claim(path, SPEC)


def test_a_claim_is_read_as_it_was_written(tmp_path):
    run = reported(
        {
            "SUB-03": DECLARED,
            "MAP-01": {"verdict": "observed"},
            "PRC-01": {"verdict": "unsupported"},
        }
    )
    made = claim_of(run, who='The "pool" people', contact="post@example.org", published="x://r")
    assert round_trip(made, tmp_path) == made
    [deviation] = made.deviations
    assert (deviation.reason, deviation.shows) == (DECLARED["deviation"], "hang")
    text = tomllib.loads(as_toml(made, SPEC))
    assert text["judged"]["result"] == "conforming, with declared deviations"
    assert text["counts"]["pass"] == len(SPEC.clauses) - 3
    assert "only" not in text["judged"]


def test_a_claim_on_some_clauses_says_on_which(tmp_path):
    made = claim_of(reported(planned=["SUB-14", "MAP-01"]), who="me")
    assert tomllib.loads(as_toml(made, SPEC))["judged"]["only"] == ["SUB-14", "MAP-01"]
    assert round_trip(made, tmp_path) == made


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ({"SUB-03": {"verdict": "fail"}}, r"\(SUB-03 fail\)"),
        ({"SUB-03": {"verdict": "error"}}, "does not show"),
        (
            {clause.id: {"verdict": "unsupported"} for clause in SPEC.clauses},
            "nothing judged",
        ),
    ],
)
def test_a_report_that_does_not_show_conformance_supports_no_claim(records, words):
    with pytest.raises(UsageError, match=words):
        claim_of(reported(records), who="me")


def test_the_digest_leaves_out_what_differs_from_run_to_run():
    one = reported({"SUB-03": {"verdict": "xfail", "detail": "at 0x7f\nmore"}})
    for record in one.clauses.values():
        record["duration"] = 0.5
    other = reported({"SUB-03": {"verdict": "xfail", "detail": "at 0x8a\nelse"}}, kit_hash="abc")
    other.clauses = dict(reversed(other.clauses.items()))
    assert settled_digest(one) == settled_digest(other)
    assert settled_digest(one) != settled_digest(reported())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("claim = 1", "claim = 2", "claims of form 1"),
        (SPEC.hash, "another", "pip install 'executor-conformance==0.1.0'"),
        ("[who]", "[whom]", "unknown key 'whom'"),
        ('name = "me"', "", "the key 'name' is missing"),
        ('"SUB-03"]', '"SUB-99"]', "'SUB-99' is no clause that was judged"),
        ("[who]", "[who", "not TOML"),
    ],
)
def test_what_is_no_claim_is_refused(tmp_path, old, new, words):
    text = as_toml(claim_of(reported({"SUB-03": {"verdict": "observed"}}), who="me"), SPEC)
    assert old in text
    path = tmp_path / "claim.toml"
    path.write_text(text.replace(old, new))
    with pytest.raises(UsageError) as refused:
        read_claim(path, SPEC)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("here", "words"),
    [
        ({"version": "1.3"}, "pip install 'the-pool==1.2'"),
        ({"python": "CPython 3.13.0"}, "run the kit with CPython 3.12"),
        ({"python": "CPython 3.12.1 free-threaded"}, "run the kit with CPython 3.12"),
        ({"python": "PyPy 3.12.1"}, "run the kit with CPython 3.12"),
    ],
)
def test_something_else_than_what_is_claimed_is_not_judged(here, words):
    made = claim_of(reported(), who="me")
    with pytest.raises(UsageError) as refused:
        require_same(made, {**HEADER, **here}, "the-pool")
    assert words in str(refused.value)


def test_a_claim_on_the_standard_library_is_about_a_patch_release():
    made = claim_of(reported(version="3.12.1"), who="me")
    with pytest.raises(UsageError, match=r"run the kit with CPython 3\.12\.1$"):
        require_same(made, {**HEADER, "version": "3.12.4", "python": "CPython 3.12.4"}, "")


def test_what_may_be_different_is_remarked():
    made = claim_of(reported(), who="me")
    here = {**HEADER, "python": "CPython 3.12.4", "platform": "Darwin arm64"}
    require_same(made, here, "")
    assert [remark.partition(":")[0] for remark in remarks(made, here)] == [
        "another Python",
        "another platform",
    ]


def judged(verdicts):
    found = {
        clause.id: Judgement(clause=clause.id, verdict=Verdict.PASS) for clause in SPEC.clauses
    }
    for name, verdict in verdicts.items():
        found[name] = Judgement(clause=name, verdict=Verdict(verdict), detail="seen\nmore")
    return Run("pool:Pool", SPEC.clauses, judgements=found)


def test_verdicts_that_differ_are_told():
    made = claim_of(reported({"SUB-03": {"verdict": "observed"}}), who="me")
    told = [*discrepancies(made, judged({"MAP-01": "fail", "SUB-03": "observed"}))]
    assert [(each.clause, each.claimed, each.found, each.detail) for each in told] == [
        ("MAP-01", "pass", "fail", "seen")
    ]


@pytest.mark.parametrize(("found", "differs"), [("pass", False), ("xfail", False), ("fail", True)])
def test_what_is_declared_as_racy_may_come_out_either_way(found, differs):
    made = claim_of(reported({"SUB-03": {**DECLARED, "racy": True}}), who="me")
    assert bool([*discrepancies(made, judged({"SUB-03": found}))]) == differs


def test_what_is_declared_must_fail():
    made = claim_of(reported({"SUB-03": DECLARED}), who="me")
    assert [*discrepancies(made, judged({"SUB-03": "xpass"}))]


def test_a_claim_must_not_contradict_itself():
    made = claim_of(reported({"SUB-03": DECLARED}), who="me")
    assert [*contradictions(made)] == []
    boasting = replace(made, counts={"pass": 315})
    assert any("it counts 315 pass" in what for what in contradictions(boasting))
    silent = replace(made, deviations=())
    assert any("no deviation declares it" in what for what in contradictions(silent))


def test_a_claim_is_about_one_report():
    made = claim_of(reported(), who="me")
    assert [*against_report(made, reported())] == []
    told = [*against_report(made, reported({"MAP-01": {"verdict": "observed"}}))]
    assert told[0].startswith("the report has the SHA-256")
    assert told[1] == "MAP-01: claimed pass, in the report observed"


@pytest.fixture
def made(run_cli, pools, tmp_path):
    """Return a function that claims what a pool is judged to keep, and returns the file."""

    def make(target, *options):
        report, claim = tmp_path / "report.jsonl", tmp_path / "claim.toml"
        clauses = ("--clause", "SUB-14", "--clause", "SUB-03")
        run_cli("check", target, "--path", pools, "--report", report, *clauses, *options)
        done = run_cli("claim", "make", report, "--who", "The pool's authors", "-o", claim)
        assert done.returncode == 0, done.stderr
        return claim

    return make


def test_a_true_claim_is_verified(made, run_cli, pools, tmp_path):
    claim = made("useful_pools:Pool")
    report = tmp_path / "report.jsonl"
    done = run_cli("claim", "verify", claim, "--path", pools, "--report", report)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "verified: useful_pools:Pool conforms (on 2 clauses)" in done.stdout
    assert "claimed by The pool's authors" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_a_false_claim_is_not(made, run_cli, pools, tmp_path):
    claim = made("useful_pools:Pool")
    claim.write_text(claim.read_text().replace("useful_pools:Pool", "useful_pools:DropsKeywords"))
    done = run_cli("claim", "verify", claim, "--path", pools)
    assert done.returncode == 1, done.stderr
    assert "SUB-03: claimed pass, found fail: " in done.stdout
    assert "not verified: 1 of 2 clauses come to what is claimed" in done.stdout


def test_declared_deviations_are_part_of_the_claim(made, run_cli, pools, tmp_path):
    known = tmp_path / "known.toml"
    known.write_text('[[deviation]]\nclause = "SUB-03"\nreason = "For the scheduler."\n')
    claim = made("useful_pools:DropsKeywords", "--deviations", known)
    known.unlink()
    done = run_cli("claim", "verify", claim, "--path", pools)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "conforms, with 1 declared deviation (on 2 clauses)" in done.stdout


def test_another_report_than_the_claimed_one_is_told(made, run_cli, pools, tmp_path):
    claim = made("useful_pools:Pool")
    report = tmp_path / "report.jsonl"
    report.write_text(report.read_text().replace('"verdict": "pass"', '"verdict": "observed"', 1))
    done = run_cli("claim", "verify", claim, "--path", pools, "--report", report)
    assert done.returncode == 1
    assert "has the SHA-256" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["claim", "mak"], "did you mean 'make'"),
        (["claim", "make", "none.jsonl", "--who", "me"], "cannot be read"),
        (["claim", "make", "r.jsonl"], "Missing option '--who'"),
        (["claim", "make", "r.jsonl", "--who", " "], "--who takes one line"),
        (["claim", "verify", "none.toml"], "there is no such file"),
    ],
)
def test_wrong_use_is_one_clear_line_and_status_2(run_cli, arguments, words):
    done = run_cli(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_claim_on_what_is_not_here_says_so(tmp_path, run_cli):
    claim = tmp_path / "claim.toml"
    run = reported(target="no_such_module:Pool", planned=["SUB-14"])
    claim.write_text(as_toml(claim_of(run, who="me"), SPEC))
    done = run_cli("claim", "verify", claim)
    assert done.returncode == 2
    assert "there is no module 'no_such_module'" in done.stderr
    assert "The claim is about Pool 1.2" in done.stderr


def test_a_claim_on_a_test_class_asks_for_a_target(tmp_path, run_cli):
    claim = tmp_path / "claim.toml"
    run = reported(target="tests/test_pool.py::TestPool", planned=["SUB-14"])
    claim.write_text(as_toml(claim_of(run, who="me"), SPEC))
    done = run_cli("claim", "verify", claim)
    assert done.returncode == 2
    assert "--target" in done.stderr
