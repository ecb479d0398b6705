"""Door 3: a call."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

import executor_conformance
from executor_conformance import Adapter
from executor_conformance.errors import KitError, UsageError

FEW = ("SUB-14", "SUB-03", "RES-01", "PRC-01")


def verdicts(run):
    return {clause: str(judgement.verdict) for clause, judgement in run.judgements.items()}


def test_an_adapter_is_judged_by_a_call(tmp_path):
    report = tmp_path / "report.jsonl"
    adapter = Adapter(name="threads", make=ThreadPoolExecutor, kind="thread", version="7")
    run = executor_conformance.check(adapter, clauses=FEW, report=report)
    assert run.conforming
    assert not run.broken
    assert verdicts(run) == {
        "SUB-14": "pass",
        "SUB-03": "pass",
        "RES-01": "pass",
        "PRC-01": "unsupported",
    }
    header, *_, footer = (json.loads(line) for line in report.read_text().splitlines())
    assert (header["name"], header["version"]) == ("threads", "7")
    assert footer["complete"]


def test_a_name_is_judged_by_a_call():
    run = executor_conformance.check("concurrent.futures:ThreadPoolExecutor", clauses=["SUB-14"])
    assert verdicts(run) == {"SUB-14": "pass"}


def test_a_failure_begins_with_what_was_seen():
    target = "concurrent.futures:ThreadPoolExecutor"
    run = executor_conformance.check(target, clauses=["FRK-05"], deviations=None)
    assert run.judgements["FRK-05"].detail.startswith("assert ['lost")


def test_several_at_a_time_come_to_the_same():
    target = "concurrent.futures:ThreadPoolExecutor"
    one = executor_conformance.check(target, chapters=["submit", "result"])
    two = executor_conformance.check(target, chapters=["submit", "result"], jobs=2)
    assert verdicts(one) == verdicts(two)


def test_what_cannot_reach_another_process_is_refused_in_words():
    with pytest.raises(UsageError, match="top level of a module"):
        executor_conformance.check(Adapter(name="x", make=lambda: None), clauses=["SUB-14"])


def test_a_wrong_selection_is_refused_before_anything_starts():
    with pytest.raises(UsageError, match="did you mean 'SUB-14'"):
        executor_conformance.check("no:where", clauses=["SUB-144"])


def test_a_program_can_judge_what_it_defines(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(
        """
from concurrent.futures import ThreadPoolExecutor
import executor_conformance

class Pool(ThreadPoolExecutor):
    def submit(self, fn, /, *args, **kwargs):
        return super().submit(fn, *args)

if __name__ == "__main__":
    adapter = executor_conformance.Adapter(name="mine", make=Pool)
    run = executor_conformance.check(adapter, clauses=["SUB-14", "SUB-03"])
    print(*(f"{name}={judgement.verdict}" for name, judgement in run.judgements.items()))
"""
    )
    done = subprocess.run(
        [sys.executable, str(program)], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert done.stdout.split() == ["SUB-14=pass", "SUB-03=fail"]


def test_errors_of_the_kit_are_not_errors_of_use():
    assert not issubclass(KitError, UsageError)
