"""Reports that are kept: the same from run to run, and known to be stale when they are."""

import json
import shutil

import fastjsonschema
import pytest

import executor_spec
from executor_conformance import report
from executor_conformance.adapters.defaults import standard_targets
from executor_conformance.bench import Ending
from executor_conformance.checking import Run
from executor_conformance.cli import main
from executor_conformance.judgement import Judgement, Verdict
from executor_conformance.publishing import place_of, publish
from executor_conformance.reports import read_report

SPEC = executor_spec.load()
CLAUSES = tuple(SPEC.clause(name) for name in ("SUB-14", "SUB-03", "MAP-01"))
HELLO = {
    "name": "pool (fork)",
    "version": "1.2",
    "kind": "process",
    "kind_found": "declared",
    "python": "CPython 3.13.0 free-threaded",
    "start_method": "fork",
    "capabilities": {},
}


def run_of(**judgements):
    planned = [clause.id for clause in CLAUSES]
    header = report.header(
        HELLO, target="x:y", isolation="process tree", spec=SPEC, planned=planned
    )
    found = {}
    for clause in CLAUSES:
        fields = {"verdict": Verdict.PASS, **judgements.get(clause.id.replace("-", "_"), {})}
        found[clause.id] = Judgement(clause=clause.id, **fields)
    return Run("x:y", CLAUSES, header=header, judgements=found, ending=Ending(Verdict.PASS))


FAILED = {
    "verdict": Verdict.FAIL,
    "detail": "saw <Future at 0x7f3a> in /opt/some/where/pool.py\n  at test_submit.py:5: x",
    "seconds": 0.25,
    "history": ("b", "a"),
    "stacks": "Thread 0x1",
    "output": "line",
}


def test_what_differs_from_run_to_run_is_left_out(tmp_path):
    path, changed = publish(run_of(SUB_03=FAILED), tmp_path)
    assert changed
    assert path == tmp_path / "pool-fork" / "1.2-cpython-3.13.0t.jsonl"
    [run] = read_report(path)
    record = run.clauses["SUB-03"]
    assert record["detail"] == "saw <Future at 0x…> in …/pool.py"
    assert not {"duration", "history", "stacks", "output"} & set(record)
    assert run.footer["verdicts"] == {"pass": 2, "fail": 1}
    validate = fastjsonschema.compile(json.loads(report.SCHEMA.read_text()))
    for line in path.read_text().splitlines():
        validate(json.loads(line))


def test_the_same_verdicts_leave_the_file_as_it_is(tmp_path):
    publish(run_of(SUB_03=FAILED), tmp_path)
    again = {**FAILED, "seconds": 0.5, "detail": FAILED["detail"].replace("7f3a", "8b1c")}
    assert not publish(run_of(SUB_03=again), tmp_path)[1]
    assert publish(run_of(), tmp_path)[1]


def racy(verdict):
    return {"verdict": Verdict(verdict), "deviation": "a race", "shown": "?", "racy": True}


def test_a_racy_deviation_changes_nothing(tmp_path):
    path, _ = publish(run_of(MAP_01=racy("xfail")), tmp_path)
    assert not publish(run_of(MAP_01=racy("pass")), tmp_path)[1]
    assert read_report(path)[0].footer["verdicts"] == {"pass": 2, "xfail": 1}


@pytest.fixture
def check(capsys):
    """Return a function that calls results --check, and returns the status and what it printed."""

    def call(directory):
        with pytest.raises(SystemExit) as ended:
            main(["results", str(directory), "--check"])
        written = capsys.readouterr()
        return ended.value.code or 0, written.out + written.err

    return call


def changed(path, **fields):
    header, *rest = path.read_text().splitlines()
    path.write_text("\n".join([json.dumps({**json.loads(header), **fields}), *rest]))


def test_what_is_of_this_kit_and_specification_is_not_stale(tmp_path, check):
    publish(run_of(), tmp_path)
    assert check(tmp_path) == (0, "")


def test_what_is_of_another_kit_or_specification_is_stale(tmp_path, check):
    path, _ = publish(run_of(), tmp_path)
    changed(path, kit="0.0.1", spec_hash="another")
    path.write_text(path.read_text().replace(CLAUSES[0].hash, "reworded"))
    status, told = check(tmp_path)
    new = len(SPEC.clauses) - len(CLAUSES)
    assert status == 1
    assert "1.2-cpython-3.13.0t.jsonl is stale: judged by the kit 0.0.1, not" in told
    assert f"the specification has changed: {new} new, 1 reworded clauses" in told


def test_a_report_that_cannot_be_read_is_stale(tmp_path, check):
    path, _ = publish(run_of(), tmp_path)
    path.write_text(path.read_text().partition("\n")[0])
    status, told = check(tmp_path)
    assert status == 1
    assert "is incomplete" in told


def test_a_folder_without_reports_is_wrong_use(tmp_path, check):
    status, told = check(tmp_path)
    assert status == 2
    assert "there is no report" in told


def test_places_hold_only_what_every_file_system_takes():
    header = {"name": "a:b/c d", "version": "", "python": "PyPy 3.11.13"}
    assert place_of(header) == "a-b-c-d/pypy-3.11.13.jsonl"


def test_the_standard_library_is_judged_with_each_start_method():
    targets = standard_targets()
    assert targets[0] == "concurrent.futures:ThreadPoolExecutor"
    assert "executor_conformance.adapters.stdlib:PROCESS_SPAWN" in targets


@pytest.mark.slow
def test_a_target_is_judged_and_its_report_kept(tmp_path, pools, monkeypatch, capsys):
    shutil.copy(pools / "useful_pools.py", tmp_path)
    monkeypatch.chdir(tmp_path)
    for word in ("written", "unchanged"):
        with pytest.raises(SystemExit) as ended:
            main(["results", "kept", "--target", "useful_pools:DropsKeywords"])
        assert not ended.value.code
        assert f"not conforming, {word}" in capsys.readouterr().out
