import json
import re
import sys

import fastjsonschema
import pytest

import executor_spec
from executor_conformance.cli import main
from executor_conformance.judgement import Verdict
from executor_conformance.report import SCHEMA

FAST = ("--clause", "SUB-14", "--clause", "SUB-03")


def call(capsys, *arguments):
    """Run the command line in this process; return its status and what it wrote."""
    with pytest.raises(SystemExit) as exit_info:
        main([str(argument) for argument in arguments])
    written = capsys.readouterr()
    return exit_info.value.code or 0, written.out, written.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chek"], "did you mean 'check'"),
        (["check", "x:y", "--clause", "MAP-1"], "did you mean 'MAP-01'"),
        (["check", "x:y", "--chapter", "maps"], "did you mean 'map'"),
        (["check", "x:y", "--level", "shuold"], "there is no level 'shuold'"),
        (["check", "x:y", "--basis", "document"], "did you mean 'documented'"),
        (["check", "x:y", "--kind", "threads"], "did you mean 'thread'"),
        (["check", "x:y", "--deadline", "0"], "--deadline must be positive"),
        (["check", "x:y", "--time-scale", "-1"], "--time-scale must be positive"),
        (["check", "x:y", "--deadline", "soon"], "'soon' is not a valid float"),
        (["check", "x:y", "--path", "/no/such/folder"], "there is no such folder"),
        (["check", "x:y", "--levle", "must"], "did you mean '--level'"),
        (["check", "x:y", "--report", "/no/such/folder/r.jsonl"], "cannot be written"),
        (["check", "x:y", "--deviations", "/no/such.toml"], "there is no such file"),
        (["check", "x:y", "--deviations", "a", "--no-deviations"], "contradict each other"),
        (["explain", "SHD-2"], "SHD-2"),
        (["clauses", "XYZ-01"], "XYZ-01"),
    ],
)
def test_wrong_use_is_one_clear_line_and_status_2(capsys, arguments, words):
    status, out, err = call(capsys, *arguments)
    assert status == 2
    assert words in err
    assert len(err.splitlines()) == 1
    assert "Traceback" not in out + err


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("no_such_module:x", "no module 'no_such_module'"),
        ("useful_pools:Poool", "did you mean 'Pool'"),
        ("useful_pools:number", "neither an executor class"),
        ("useful_pools:raises", "raised RuntimeError: no pool today"),
        ("useful_pools:gives_a_number", "an int object, which has no callable submit"),
        ("useful_pools:HasNoSubmit", "no callable submit"),
        ("useful_pools:MEETS_NOWHERE", "nothing can listen at address '192.0.2.1'"),
    ],
)
def test_a_wrong_target_is_one_clear_line_and_status_2(capsys, pools, target, words):
    status, out, err = call(capsys, "check", target, "--path", pools, *FAST)
    assert status == 2
    assert words in err
    assert "Traceback" not in out + err


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("raise ValueError('boom')", "raised ValueError: boom"),
        ("import sys; sys.exit(4)", "raised SystemExit: 4"),
        ("import os; os._exit(4)", "exited with status 4"),
        ("import no_such_thing", "needs the module 'no_such_thing'"),
        ("def broken(:", "raised SyntaxError"),
    ],
)
def test_a_module_that_fails_on_import_is_told(capsys, tmp_path, source, words):
    (tmp_path / "unimportable.py").write_text(source)
    status, out, err = call(capsys, "check", "unimportable:x", "--path", tmp_path, *FAST)
    assert status == 2
    assert words in err
    assert "Traceback" not in out + err


def test_a_conforming_executor_ends_with_status_0(capsys, pools):
    status, out, _ = call(capsys, "check", "useful_pools:Pool", "--path", pools, *FAST)
    assert status == 0
    assert "conforming: useful_pools:Pool" in out


def test_an_adapter_is_a_target(capsys, pools):
    status, out, _ = call(capsys, "check", "useful_pools:adapter", "--path", pools, *FAST)
    assert status == 0
    assert "by adapter 7" in out


@pytest.mark.skipif(sys.platform != "linux", reason="needs a second address of this host")
def test_calls_meet_their_test_at_the_address_that_the_adapter_names(capsys, pools):
    clauses = ("--clause", "SUB-02", "--clause", "MAP-01")
    target = ("useful_pools:MEETS_ELSEWHERE", "--path", pools)
    status, out, _ = call(capsys, "check", *target, *clauses)
    assert status == 0, out


def test_a_broken_executor_ends_with_status_1_and_says_what_is_broken(capsys, pools):
    status, out, _ = call(capsys, "check", "useful_pools:DropsKeywords", "--path", pools, *FAST)
    assert status == 1
    assert "SUB-03 fail" in out
    assert executor_spec.load().clause("SUB-03").sentence.split()[0] in out
    assert "--clause SUB-03" in out


def test_a_run_that_judged_nothing_does_not_pass(capsys, pools):
    target = ("check", "useful_pools:Pool", "--path", pools)
    status, out, _ = call(capsys, *target, "--clause", "PRC-01")
    assert status == 1
    assert "nothing was judged" in out


def test_a_test_that_changes_the_process_does_not_disturb_the_next(capsys, pools, tmp_path):
    report = tmp_path / "report.jsonl"
    target = ("check", "useful_pools:LeavesTheFolder", "--path", pools, "--report", report)
    status, _, _ = call(capsys, *target, *FAST)
    assert status == 0
    records = [json.loads(line) for line in report.read_text().splitlines()]
    assert any("working directory" in record.get("changed", ()) for record in records)


def test_the_report_follows_its_schema(capsys, pools, tmp_path):
    report = tmp_path / "report.jsonl"
    target = ("check", "useful_pools:DropsKeywords", "--path", pools, "--report", report)
    call(capsys, *target, *FAST, "--clause", "PRC-01")
    records = [json.loads(line) for line in report.read_text().splitlines()]
    validate = fastjsonschema.compile(json.loads(SCHEMA.read_text()))
    for record in records:
        validate(record)
    header, *clauses, footer = records
    assert header["planned"] == ["SUB-14", "SUB-03", "PRC-01"]
    verdicts = {record["id"]: record["verdict"] for record in clauses}
    assert verdicts == {"SUB-14": "pass", "SUB-03": "fail", "PRC-01": "unsupported"}
    assert footer["complete"] is True
    assert not list(tmp_path.glob("*.partial"))


def test_an_old_report_survives_a_run_that_did_not_end(capsys, pools, tmp_path):
    report = tmp_path / "report.jsonl"
    report.write_text("old\n")
    target = ("check", "useful_pools:raises", "--path", pools, "--report", report)
    status, _, _ = call(capsys, *target)
    assert status == 2
    assert report.read_text() == "old\n"


def test_declared_failures_are_shown_and_do_not_break_the_run(capsys, pools, tmp_path):
    file = tmp_path / "known.toml"
    file.write_text('[[deviation]]\nclause = "SUB-03"\nreason = "They are for the scheduler."\n')
    target = ("check", "useful_pools:DropsKeywords", "--path", pools, *FAST)
    status, out, _ = call(capsys, *target, "--deviations", file)
    assert status == 0
    assert "SUB-03 xfail (fail)" in out
    assert "They are for the scheduler." in out
    assert "with 1 declared deviation\n" in out
    status, out, _ = call(capsys, *target, "--no-deviations")
    assert status == 1
    assert "--no-deviations --clause SUB-03" in out


def test_a_declaration_that_is_no_longer_true_breaks_the_run(capsys, pools, tmp_path):
    file = tmp_path / "known.toml"
    file.write_text('[[deviation]]\nclause = "SUB-14"\nreason = "It used to."\n')
    target = ("check", "useful_pools:Pool", "--path", pools, *FAST, "--report", tmp_path / "r")
    status, out, _ = call(capsys, *target, "--deviations", file)
    assert status == 1
    assert "SUB-14 xpass" in out
    assert "remove the declaration" in " ".join(out.split())
    validate = fastjsonschema.compile(json.loads(SCHEMA.read_text()))
    for line in (tmp_path / "r").read_text().splitlines():
        validate(json.loads(line))


def test_clauses_are_listed_as_json(capsys):
    status, out, _ = call(capsys, "clauses", "--json")
    assert status == 0
    assert [clause["id"] for clause in json.loads(out)] == [
        clause.id for clause in executor_spec.load().clauses
    ]


def test_every_must_and_should_clause_has_a_test(capsys):
    status, out, _ = call(capsys, "clauses", "--untested", "--json")
    assert status == 0
    assert [c["id"] for c in json.loads(out) if c["level"] in ("must", "should")] == []


def test_a_clause_is_explained_with_its_test(capsys):
    status, out, _ = call(capsys, "explain", "map-01")
    assert status == 0
    assert "MAP-01" in out
    assert "@verifies" in out


def test_no_command_at_all_shows_the_help_and_is_wrong_use(capsys):
    status, out, _ = call(capsys)
    assert status == 2
    assert "Example: executor-conformance check" in out


@pytest.mark.parametrize(
    "command",
    [
        *([], ["check"], ["clauses"], ["explain"], ["selftest"], ["diff"], ["results"]),
        *(["claim"], ["claim", "make"], ["claim", "verify"]),
    ],
)
def test_every_help_has_an_example(capsys, command):
    status, out, _ = call(capsys, *command, "--help")
    assert status == 0
    assert re.search(r"Example: executor-conformance \w+", out)


def test_the_schema_knows_every_verdict():
    schema = json.loads(SCHEMA.read_text())
    assert schema["definitions"]["verdict"]["enum"] == sorted(Verdict)
