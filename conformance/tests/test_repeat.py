"""Judging over and over: counts, what they exclude, and interruptions."""

import json
import math
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from io import StringIO
from xml.etree import ElementTree

import fastjsonschema
import pytest
from rich.console import Console

import executor_spec
from executor_conformance.bench import Ending
from executor_conformance.checking import Run
from executor_conformance.judgement import Judgement, Verdict
from executor_conformance.render.repeated import show_repeated
from executor_conformance.repeating import Repeated, failure_bound
from executor_conformance.report import SCHEMA

SPEC = executor_spec.load()
CLAUSES = tuple(SPEC.clause(name) for name in ("SUB-14", "SUB-03", "MAP-01"))
HEADER = {
    "name": "Pool",
    "version": "1.2",
    "kind": "thread",
    "kind_found": "declared",
    "python": "CPython 3.12.1",
    "platform": "Linux",
    "spec": "0.1",
    "spec_hash": "abc",
    "kit": "0.1.0",
    "isolation": "process tree",
    "target": "pool:Pool",
}


def run_of(verdict="pass", *, ending=Verdict.PASS, **fields):
    """Return a run in which one clause came to a verdict, and the others passed."""
    found = {
        clause.id: Judgement(clause=clause.id, verdict=Verdict.PASS, seconds=1.0)
        for clause in CLAUSES
    }
    found["SUB-03"] = Judgement(clause="SUB-03", verdict=Verdict(verdict), seconds=1.0, **fields)
    return Run("pool:Pool", CLAUSES, header=HEADER, judgements=found, ending=Ending(ending))


def shown(repeated):
    text = StringIO()
    show_repeated(Console(file=text, width=80), repeated, "check pool:Pool")
    assert all(len(line) <= 80 for line in text.getvalue().splitlines())
    return " ".join(text.getvalue().split())


def test_clean_runs_exclude_a_rate_by_their_number():
    # At the bound itself, so many clean runs have the probability that confidence leaves.
    for runs in (1, 3, 59, 299, 10_000):
        assert math.isclose((1 - failure_bound(runs)) ** runs, 0.05)
    assert failure_bound(58) > 0.05 > failure_bound(59)
    assert math.isclose(failure_bound(10_000) * 10_000, 3, rel_tol=0.01)
    assert failure_bound(20, confidence=0.99) > failure_bound(20)


def test_verdicts_are_counted_clause_by_clause():
    repeated = Repeated([run_of(), run_of("fail"), run_of(), run_of("hang")])
    assert repeated.counts(CLAUSES[1]) == Counter(
        {Verdict.PASS: 2, Verdict.FAIL: 1, Verdict.HANG: 1}
    )
    assert [clause.id for clause in repeated.mixed] == ["SUB-03"]
    assert (repeated.conforming_runs, repeated.conforming) == (2, False)


def test_the_worst_of_each_clause_says_how_often_it_was():
    repeated = Repeated([run_of(), run_of("fail", detail="raised"), run_of()])
    worst = repeated.worst().judgements["SUB-03"]
    assert (worst.verdict, worst.detail) == (Verdict.FAIL, "in 1 of 3 runs: raised")
    assert worst.seconds == 3
    assert repeated.worst().judgements["SUB-14"].detail == ""


def test_an_end_that_went_wrong_once_counts():
    repeated = Repeated([run_of(), run_of(ending=Verdict.HANG)])
    assert not repeated.conforming
    assert not repeated.worst().ended_well


def test_what_was_not_the_same_comes_first():
    text = shown(Repeated([run_of("fail", detail="raised"), run_of(), run_of()]))
    assert "clause level verdicts in 3 runs SUB-03 must 2 pass, 1 fail" in text
    assert "the other 2 clauses came to the same verdict in all 3 runs: 2 pass" in text
    assert text.index("SUB-03 must") < text.index("the other 2") < text.index("in 1 of 3 runs")
    assert text.endswith("not conforming: Pool, in 1 of 3 runs")
    assert "confidence" not in text


def test_clean_runs_tell_what_they_exclude():
    text = shown(Repeated([run_of()] * 20))
    assert "3 clauses came to the same verdict in all 20 runs: 3 pass" in text
    assert "with 95 % confidence, fewer than 13.9 % of runs fail" in text
    assert text.endswith("conforming: Pool")


FLAKY = """
import pathlib
from concurrent.futures import ThreadPoolExecutor

SEEN = pathlib.Path(__file__).with_name("seen")

def fails_in_its_second_process(max_workers=None):
    pids = SEEN.read_text().split() if SEEN.exists() else []
    if str(os.getpid()) not in pids:
        pids.append(str(os.getpid()))
        SEEN.write_text(" ".join(pids))
    pool = Second if pids.index(str(os.getpid())) == 1 else ThreadPoolExecutor
    return pool(max_workers)

class Second(ThreadPoolExecutor):
    def submit(self, fn, /, *args, **kwargs):
        return super().submit(fn, *args)
"""


@pytest.fixture
def flaky(tmp_path):
    """Write a module whose pool breaks a clause in the second of its processes, and in no other."""
    (tmp_path / "flaky.py").write_text("import os\n" + FLAKY)
    return ("flaky:fails_in_its_second_process", "--clause", "SUB-14", "--clause", "SUB-03")


def test_the_command_repeats_and_reports_each_run(flaky, run_cli, tmp_path):
    report, junit = tmp_path / "report.jsonl", tmp_path / "junit.xml"
    done = run_cli("check", *flaky, "--repeat", 3, "--report", report, "--junit", junit)
    assert done.returncode == 1, done.stderr
    assert "run 2 of 3: not conforming" in done.stdout
    assert "(SUB-03 fail)" in done.stdout
    assert "2 pass, 1 fail" in done.stdout
    validate = fastjsonschema.compile(json.loads(SCHEMA.read_text()))
    records = [json.loads(line) for line in report.read_text().splitlines()]
    for record in records:
        validate(record)
    heads = [record for record in records if record["record"] == "header"]
    assert [(head["repetition"], head["repetitions"]) for head in heads] == [(1, 3), (2, 3), (3, 3)]
    [failure] = ElementTree.parse(junit).getroot().iter("failure")
    assert failure.attrib["message"].startswith("SUB-03 fail: in 1 of 3 runs: ")


def test_without_a_failure_the_status_is_0(run_cli):
    done = run_cli("check", "reference-inline", "--clause", "SUB-14", "--repeat", 2)
    assert done.returncode == 0, done.stderr
    assert "2 runs without a failure" in done.stdout


def test_a_single_run_is_marked_by_nothing(run_cli, tmp_path):
    report = tmp_path / "report.jsonl"
    run_cli("check", "reference-inline", "--clause", "SUB-14", "--report", report)
    assert "repetition" not in report.read_text()


def test_repetitions_are_not_taken_for_one_run(run_cli, tmp_path):
    report = tmp_path / "report.jsonl"
    run_cli("check", "reference-inline", "--clause", "SUB-14", "--repeat", 2, "--report", report)
    done = run_cli("badge", report)
    assert done.returncode == 2
    assert "2 repetitions" in done.stderr


def test_an_interruption_keeps_and_shows_what_was_counted(tmp_path):
    report = tmp_path / "report.jsonl"
    judging = subprocess.Popen(
        [
            *(sys.executable, "-m", "executor_conformance", "check", "reference-inline"),
            *("--clause", "SUB-14", "--repeat", "1000000", "--report", str(report)),
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert judging.stdout.readline().startswith("run 1 of 1000000: conforming")
    judging.send_signal(signal.SIGINT)
    out, err = judging.communicate()
    assert judging.returncode == 130
    done = int(re.search(r"interrupted after (\d+) of 1000000 runs", err)[1])
    assert f"{done} run{'s' * (done != 1)} without a failure" in out
    kinds = [json.loads(line)["record"] for line in report.read_text().splitlines()]
    assert kinds == ["header", "clause", "footer"] * done


def test_an_interruption_of_the_first_run_leaves_an_old_report(tmp_path):
    report = tmp_path / "report.jsonl"
    report.write_text("old\n")
    (tmp_path / "slow.py").write_text(
        "import sys, time\nprint('loading', file=open('began', 'w'))\n"
        "from concurrent.futures import ThreadPoolExecutor as Pool\ntime.sleep(600)\n"
    )
    os.mkfifo(tmp_path / "began")
    judging = subprocess.Popen(
        [
            *(sys.executable, "-m", "executor_conformance", "check", "slow:Pool"),
            *("--repeat", "2", "--report", str(report)),
        ],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert (tmp_path / "began").read_text() == "loading\n"
    judging.send_signal(signal.SIGINT)
    _, err = judging.communicate()
    assert judging.returncode == 130
    assert "interrupted; everything that was started has been ended" in err
    assert report.read_text() == "old\n"
