"""The command that begins a file of declarations."""

import json

import pytest
from click.testing import CliRunner

import executor_spec
from executor_conformance.cli import main
from executor_conformance.commands.declare import declare
from executor_conformance.deviations.reading import read_deviations

HEADER = {
    "record": "header",
    "name": "Pool",
    "version": "1.0",
    "kind": "thread",
    "python": "CPython 3.11.7",
    "platform": "Linux",
    "planned": [],
    "spec_hash": "",
}
VERDICTS = {
    "SUB-03": ("fail", "assert \"a\\\\b\" == 'c'\n  at test_submit.py:1"),
    "MAP-01": ("hang", "the test did not end\x07"),
    "SUB-14": ("pass", ""),
    "RES-01": ("blocked", "builds on SUB-03"),
    "RES-02": ("xfail", "declared"),
    "RES-03": ("fail", "\n"),
}


@pytest.fixture
def report(tmp_path):
    records = [
        {"record": "clause", "id": name, "verdict": verdict, "detail": detail, "hash": ""}
        for name, (verdict, detail) in VERDICTS.items()
    ]
    path = tmp_path / "report.jsonl"
    lines = [HEADER, *records, {"record": "footer"}]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_what_it_writes_can_be_read_and_declares_what_is_broken(report, tmp_path):
    output = tmp_path / "deviations.toml"
    assert CliRunner().invoke(declare, [str(report), "-o", str(output)]).exit_code == 0
    found = {one.clause: one for one in read_deviations(output)}
    assert {name: one.shows for name, one in found.items()} == {
        "SUB-03": "fail",
        "MAP-01": "hang",
        "RES-03": "fail",
    }
    assert found["SUB-03"].reason == "Seen: assert \"a\\\\b\" == 'c'"
    assert found["MAP-01"].reason.startswith("Seen: the test did not end")
    text = output.read_text()
    words = executor_spec.load().clause("SUB-03").sentence.split()
    assert " ".join(words[:4]) in text
    assert max(map(len, text.splitlines())) <= 100


def test_reasons_that_are_there_are_not_overwritten(report, tmp_path, capsys):
    output = tmp_path / "deviations.toml"
    output.write_text("mine")
    with pytest.raises(SystemExit) as ended:
        main(["declare", str(report), "-o", str(output)])
    assert ended.value.code == 2
    assert "may hold reasons" in capsys.readouterr().err
    assert output.read_text() == "mine"


def test_a_run_without_faults_needs_no_table(report):
    lines = [line for line in report.read_text().splitlines() if '"pass"' in line]
    report.write_text("\n".join([json.dumps(HEADER), *lines, '{"record": "footer"}']))
    shown = CliRunner().invoke(declare, [str(report)])
    assert shown.exit_code == 0
    assert "[[deviation]]" not in shown.output
