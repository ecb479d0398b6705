"""The command that writes scripts, and the demonstrations that they are made of."""

import ast
import builtins
import contextlib
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

import executor_spec
from executor_conformance.adapter import Adapter
from executor_conformance.adapters.catalogue import find_target
from executor_conformance.adapters.reference import ADAPTERS
from executor_conformance.checking import Options, look_at
from executor_conformance.cli import main
from executor_conformance.demonstrations import load_demonstrations
from executor_conformance.errors import UsageError
from executor_conformance.loading import load
from executor_conformance.mutants import load_mutants
from executor_conformance.repro.script import find_demonstration, write_script
from executor_conformance.target import Target
from executor_spec import Kind

SPEC = executor_spec.load()
DEMONSTRATIONS = load_demonstrations()
REFERENCE = {"reference-thread", "reference-process", "reference-inline"}
PLAIN = ["thread", "process-spawn", *sorted(REFERENCE)]


def scripts_for(name, unsupported=()):
    """Return the scripts that can be written for an adapter, by clause."""
    adapter = load(find_target(name))
    scripts = {}
    for clause in DEMONSTRATIONS:
        if clause in unsupported:
            continue
        try:
            find_demonstration(SPEC.clause(clause), adapter, Kind(adapter.kind))
        except UsageError:
            continue
        scripts[clause] = write_script(SPEC.clause(clause), adapter, Kind(adapter.kind), name)
    return scripts


def names_without_meaning(text):
    """Return the names that a script uses and does not define."""
    used, defined = set(), set(dir(builtins)) | {"__file__"}
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                used.add(name)
            case ast.Name(id=name) | ast.arg(arg=name):
                defined.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                defined.add(name)
            case ast.ClassDef(name=name) | ast.ExceptHandler(name=name):
                defined.add(name)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                defined |= {each.asname or each.name.partition(".")[0] for each in names}
    return used - defined


def run(folder, scripts):
    """Run scripts side by side, and return the first line that each has printed."""

    def run_one(item):
        name, text = item
        path = folder / f"{name}.py"
        path.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(path)], capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
        return done.stdout.partition("\n")[0]

    with ThreadPoolExecutor(max_workers=8) as side_by_side:
        return dict(zip(scripts, side_by_side.map(run_one, scripts.items()), strict=True))


@pytest.mark.parametrize("clause", sorted(DEMONSTRATIONS))
def test_a_demonstration_is_of_a_clause_and_of_kinds_that_it_is_about(clause):
    about = set(SPEC.clause(clause).needs.kinds)
    seen = set()
    for shown in DEMONSTRATIONS[clause]:
        assert shown.kinds & about
        assert not shown.kinds & seen, "there are two for a kind"
        seen |= shown.kinds
        assert shown.function.__doc__


@pytest.mark.parametrize("name", PLAIN)
def test_scripts_define_all_that_they_use_and_need_no_kit(name):
    scripts = scripts_for(name)
    assert len(scripts) > 40
    for clause, text in scripts.items():
        assert not names_without_meaning(text), clause
        assert "executor_conformance" not in text, clause
        assert max(map(len, text.splitlines())) <= 100, clause


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(REFERENCE))
def test_scripts_find_no_fault_with_the_reference(name, tmp_path):
    unsupported = look_at(Target.named(name), Options())["unsupported"]
    scripts = scripts_for(name, unsupported)
    told = run(tmp_path, scripts)
    assert {clause: text for clause, text in told.items() if not text.startswith("OK: ")} == {}


NOT_SHOWN = {
    *("AcceptsWhatItDrops", "AsksWhetherToWait", "BreaksUnderItsLock"),
    *("CallsBackAgainOnNotice", "CallsBackAtTheShutdown", "CallsBackBeforeTheOutcome"),
    *("CallsBackInThreadsOfTheirOwn", "CallsBackOnSuccess", "CallsBackUnlessCancelled"),
    *("CallsBackWithTheResultWhenDone", "CancelsAfterAnError", "CancelsAfterTheBlock"),
    *("CancelsAnythingOnceClosed", "CancelsUnderItsLock", "CancelsWithoutTheLock"),
    *("ClosesAfterwards", "ClosesOneQueueAfterAnother", "ComplainsOfLateResults"),
    *("DecidesTooSoon", "FailsInChildren", "ForgetsDroppedFutures", "IsClosedByItsCreator"),
    *("IsDoneBeforeTheResult", "IsDoneIfSuccessful", "KeepsOutcomesElsewhere", "LogsNoError"),
    *("LooksBeforeItCancels", "MakesCancelledCalls", "RaisesCopies", "RaisesFromCancel"),
    *("RefusesItsWorkers", "ReportsLostCalls", "RevivesFutures", "ShutsDownWithoutWaiting"),
    *("StaysOpenInsideOut", "StopsAtTheFirstError", "SubmitsAWindow"),
    *("TakesACancellationForGranted", "TakesFnByKeyword", "TakesOneWaiter"),
    *("TakesStopIterationForAnEnd", "WaitsForAnEmptyQueue", "WaitsForRunningCalls"),
    "WakesOneWaiter",
}
"""Mutants whose faults the tests of the kit find, and these plain programs do not."""


def scripts_for_mutants(chapter):
    """Return the scripts for the mutants of a chapter that scripts can be written for."""
    scripts = {}
    for mutant in load_mutants():
        clause = SPEC.clause(mutant.clause)
        shown = clause.id in DEMONSTRATIONS and mutant.name not in NOT_SHOWN
        if clause.chapter != chapter or not shown:
            continue
        with contextlib.suppress(UsageError):
            text = write_script(clause, mutant.adapter(), Kind(mutant.kind), mutant.target)
            # What never comes is told from what comes late just as well, where none is late.
            scripts[mutant.name] = text.replace("LIMIT = 10\n", "LIMIT = 2\n")
    return scripts


@pytest.mark.slow
@pytest.mark.parametrize("chapter", sorted({SPEC.clause(each).chapter for each in DEMONSTRATIONS}))
def test_scripts_show_the_faults_of_mutants(chapter, tmp_path):
    told = run(tmp_path, scripts_for_mutants(chapter))
    assert {name: text for name, text in told.items() if not text.startswith("VIOLATED: ")} == {}


def wrong_use(capsys, *arguments):
    """Give the command arguments that it refuses, and return the line that it says."""
    with pytest.raises(SystemExit) as exit_of_command:
        main(["repro", *arguments])
    assert exit_of_command.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    return captured.err


def test_the_command_writes_a_script(capsys):
    with pytest.raises(SystemExit) as exit_of_command:
        main(["repro", "shd-01", "reference-inline"])
    assert exit_of_command.value.code == 0
    assert capsys.readouterr().out == scripts_for("reference-inline")["SHD-01"]


def test_the_command_writes_to_a_file(capsys, tmp_path):
    path = tmp_path / "repro.py"
    with pytest.raises(SystemExit) as exit_of_command:
        main(["repro", "SHD-01", "reference-inline", "-o", str(path)])
    assert exit_of_command.value.code == 0
    assert capsys.readouterr().out == ""
    assert path.read_text(encoding="utf-8") == scripts_for("reference-inline")["SHD-01"]


def test_a_clause_that_does_not_apply_is_refused(capsys):
    said = wrong_use(capsys, "FRK-02", "reference-inline")
    assert "this executor is inline" in said


def test_a_clause_that_nothing_shows_is_refused(capsys):
    said = wrong_use(capsys, "MAP-01", "reference-inline")
    assert "check reference-inline --clause MAP-01" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("SHD-99", "thread"), "there is no clause 'SHD-99'"),
        (("SHD-01", "threat"), "did you mean 'thread'"),
        (("SHD-01", "thread", "--kind", "treads"), "there is no kind 'treads'"),
        (("SHD-01", "thread", "--path", "/no/such/folder"), "there is no such folder"),
        (("SHD-01", "reference-inline", "-o", "/no/such/folder/x.py"), "cannot be written"),
    ],
)
def test_wrong_use_is_one_clear_line(capsys, arguments, words):
    assert words in wrong_use(capsys, *arguments)


OWN = '''
"""An adapter of somebody's own."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from executor_conformance import Adapter

SETTINGS: dict[str, Any] = {"thread_name_prefix": "own"}


class Surroundings:
    """What has to be there."""

    entered: bool = False

    @contextlib.contextmanager
    def enter(self) -> Any:
        """Be there."""
        self.entered = True
        yield


AROUND = Surroundings()


class Pool(ThreadPoolExecutor):
    """A pool without a shutdown of that name."""

    close = ThreadPoolExecutor.shutdown
    shutdown = None


def make(max_workers: int | None = None, *, label: str = "it's") -> Pool:
    """Make a pool."""
    assert AROUND.entered
    return Pool(max_workers, **SETTINGS)


POOL = Adapter(
    name="own",
    make=make,
    kind="thread",
    options={"label": "a label"},
    surroundings=AROUND.enter,
    methods={"shutdown": "close"},
)
'''


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Return the adapter of a module that needs the kit."""
    (tmp_path / "own_adapter_of_repro.py").write_text(textwrap.dedent(OWN), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield load("own_adapter_of_repro:POOL")
    del sys.modules["own_adapter_of_repro"]


def test_what_an_adapter_needs_is_copied_without_the_kit(own, tmp_path):
    text = write_script(SPEC.clause("SHD-01"), own, Kind.THREAD, "own_adapter_of_repro:POOL")
    assert not names_without_meaning(text)
    assert "import executor_conformance" not in text
    assert 'def make(max_workers=None, *, label="it\'s"):' in text
    assert 'make(max_workers=WORKERS, label="a label")' in text
    assert "with contextlib.suppress(KeyboardInterrupt), AROUND.enter():" in text
    assert "executor.shutdown = executor.close" in text
    assert run(tmp_path, {"own": text}) == {
        "own": "OK: submit raised RuntimeError after shutdown, each time"
    }


def script_of(make, **fields):
    adapter = Adapter(name="an executor", make=make, kind="thread", **fields)
    return write_script(SPEC.clause("SHD-01"), adapter, Kind.THREAD, "some:target")


def test_a_partial_is_written_out():
    from concurrent.futures import ThreadPoolExecutor as Pool

    text = script_of(partial(Pool, thread_name_prefix="p"))
    assert 'partial(ThreadPoolExecutor, thread_name_prefix="p")' in text


def test_what_has_no_name_is_refused():
    with pytest.raises(UsageError, match="top level of a module"):
        script_of(lambda: None)


def test_what_is_no_literal_is_refused():
    from concurrent.futures import ThreadPoolExecutor as Pool

    with pytest.raises(UsageError, match="neither a literal nor a name"):
        script_of(Pool, options={"thread_name_prefix": object()})


def test_where_submit_waits_no_calls_can_wait():
    adapter = Adapter(name="full", make=ADAPTERS[0].make, kind="thread", workers=2, queue_limit=2)
    with pytest.raises(UsageError, match="submit of full waits"):
        find_demonstration(SPEC.clause("SHD-17"), adapter, Kind.THREAD)
