"""Reports that are kept: the same from run to run, and known to be stale when they are."""

import json
import shutil
from dataclasses import replace

import fastjsonschema
import pytest

import executor_spec
from executor_conformance import checking, report, sources
from executor_conformance.adapters import catalogue
from executor_conformance.adapters.defaults import standard_targets
from executor_conformance.bench import Ending
from executor_conformance.checking import Run
from executor_conformance.cli import main
from executor_conformance.deviations import Deviation
from executor_conformance.judgement import Judgement, Verdict
from executor_conformance.publishing import place_of, publish, replaced_by
from executor_conformance.reports import read_report
from executor_conformance.staleness import is_fresh

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


def keep(run, directory):
    return publish(run, directory, "digest")


FAILED = {
    "verdict": Verdict.FAIL,
    "detail": "saw <Future at 0x7f3a> in /opt/some/where/pool.py\n  at test_submit.py:5: x",
    "seconds": 0.25,
    "history": ("b", "a"),
    "stacks": "Thread 0x1",
    "output": "line",
}


def test_what_differs_from_run_to_run_is_left_out(tmp_path):
    path, changed = keep(run_of(SUB_03=FAILED), tmp_path)
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


def test_of_a_detail_the_first_line_that_says_something_is_kept(tmp_path):
    path, _ = keep(run_of(SUB_03={"verdict": Verdict.FAIL, "detail": "\nsaid\nmore"}), tmp_path)
    assert read_report(path)[0].clauses["SUB-03"]["detail"] == "said"


def test_the_same_verdicts_leave_the_file_as_it_is(tmp_path):
    keep(run_of(SUB_03=FAILED), tmp_path)
    again = {**FAILED, "seconds": 0.5, "detail": FAILED["detail"].replace("7f3a", "8b1c")}
    assert not keep(run_of(SUB_03=again), tmp_path)[1]
    assert keep(run_of(), tmp_path)[1]


def racy(verdict):
    return {"verdict": Verdict(verdict), "deviation": "a race", "shown": "?", "racy": True}


def test_a_racy_deviation_changes_nothing(tmp_path):
    path, _ = keep(run_of(MAP_01=racy("xfail")), tmp_path)
    assert not keep(run_of(MAP_01=racy("pass")), tmp_path)[1]
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
    keep(run_of(), tmp_path)
    assert check(tmp_path) == (0, "")


def test_what_is_of_another_kit_or_specification_is_stale(tmp_path, check):
    path, _ = keep(run_of(), tmp_path)
    changed(path, kit="0.0.1", spec_hash="another")
    path.write_text(path.read_text().replace(CLAUSES[0].hash, "reworded"))
    status, told = check(tmp_path)
    new = len(SPEC.clauses) - len(CLAUSES)
    assert status == 1
    assert "1.2-cpython-3.13.0t.jsonl is stale: judged by the kit 0.0.1, not" in told
    assert f"the specification has changed: {new} new, 1 reworded clauses" in told


def test_a_report_that_cannot_be_read_is_stale(tmp_path, check):
    path, _ = keep(run_of(), tmp_path)
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
def test_a_target_is_judged_once_and_its_report_kept(tmp_path, capsys):
    judge = ["results", str(tmp_path), "--target", "reference-inline"]
    for arguments, words in (
        (judge, ": conforming, written"),
        (judge, "fresh, not judged again"),
        ([*judge, "--again"], ": conforming, unchanged"),
    ):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert not ended.value.code
        assert words in capsys.readouterr().out


def test_a_target_that_cannot_be_loaded_leaves_the_others_and_the_old_report(
    tmp_path, pools, monkeypatch, capsys
):
    shutil.copy(pools / "useful_pools.py", tmp_path)
    monkeypatch.chdir(tmp_path)
    told = []
    monkeypatch.setattr(checking, "check_targets", lambda targets, *_: told.append(targets) or [])
    targets = ["--target", "useful_pools:raises", "--target", "useful_pools:Pool"]
    with pytest.raises(ValueError, match="unpack"):
        main(["results", "kept", *targets])
    assert [target.name for [target] in told] == ["useful_pools:Pool"]
    assert "useful_pools:raises" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"SUB_03": {"verdict": Verdict.ERROR}}, "the kit failed"),
        (
            {name: {"verdict": Verdict.UNSUPPORTED} for name in ("SUB_14", "SUB_03", "MAP_01")},
            "nothing was judged",
        ),
    ],
)
def test_a_run_that_went_wrong_leaves_the_old_report(tmp_path, monkeypatch, capsys, found, words):
    path, _ = keep(run_of(), tmp_path)
    old = path.read_text()
    monkeypatch.setattr(checking, "introduce", lambda target: (run_of().header, ()))
    monkeypatch.setattr(checking, "check_targets", lambda *_: [run_of(**found)])
    with pytest.raises(SystemExit) as ended:
        main(["results", str(tmp_path), "--target", "x:y"])
    assert ended.value.code == 3
    assert words in capsys.readouterr().err
    assert path.read_text() == old


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--extra", "lokki"], "there is no extra 'lokki'; did you mean 'loky'?"),
        (["--check", "--again"], "--check judges nothing"),
        (["--target", "no.such.thing"], "is neither module:attribute"),
    ],
)
def test_wrong_use_is_told_before_anything_is_judged(tmp_path, capsys, arguments, words):
    with pytest.raises(SystemExit) as ended:
        main(["results", str(tmp_path), *arguments])
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


def test_an_extra_that_is_not_installed_says_how_to_install_it(tmp_path, monkeypatch, capsys):
    absent = catalogue.ReadyMade("absent", "a:b", "nothing", "no-such-package-here", "none")
    monkeypatch.setattr(catalogue, "CATALOGUE", (absent,))
    with pytest.raises(SystemExit) as ended:
        main(["results", str(tmp_path), "--extra", "none"])
    assert ended.value.code == 2
    assert "executor-conformance[none]" in capsys.readouterr().err


def test_a_report_is_fresh_for_the_sources_that_made_it(tmp_path):
    path, _ = keep(run_of(), tmp_path)
    assert is_fresh(path, "digest", SPEC)
    assert not is_fresh(path, "another", SPEC)
    assert not is_fresh(tmp_path / "none.jsonl", "digest", SPEC)
    changed(path, spec_hash="another")
    assert not is_fresh(path, "digest", SPEC)


def run_at(version, python):
    run = run_of()
    run.header |= {"version": version, "python": python}
    return run


def test_a_report_replaces_those_of_older_releases_on_the_same_python(tmp_path):
    here = "CPython 3.13.5"
    old = [
        keep(run_at("1.2", here), tmp_path)[0],
        keep(run_at("1.10", "CPython 3.13.2"), tmp_path)[0],
    ]
    others = [("2.0", here), ("1.2", "CPython 3.12.1"), ("1.2", "PyPy 3.13.0")]
    for version, python in [*others, ("1.2", f"{here} free-threaded"), ("odd!", here)]:
        keep(run_at(version, python), tmp_path)
    new, _ = keep(run_at("1.10", here), tmp_path)
    (new.parent / "unreadable.jsonl").write_text("?")
    assert sorted(replaced_by(new)) == sorted(old)


def test_the_digest_is_about_what_judges_a_target(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "PACKAGE", tmp_path)
    (tmp_path / "adapters").mkdir()

    def digest(*deviations):
        return sources.judging_digest("executor_conformance.adapters.loky:PROCESS", deviations)

    def changes(name):
        before = digest()
        (tmp_path / name).write_text(name)
        return digest() != before

    assert changes("tasks.py")
    assert changes("adapters/loky.py")
    assert changes("adapters/starting.py")
    assert not changes("adapters/pebble.py")
    assert not changes("cli.py")
    assert not changes("matrix.py")
    known = Deviation(clause="SUB-03", reason="So.", source="/one/machine.toml")
    assert digest(known) != digest()
    assert digest(known) == digest(replace(known, source="/another.toml"))


def test_what_is_said_to_judge_nothing_exists():
    modules = {path.stem for path in sources.PACKAGE.iterdir()}
    assert modules >= sources.ASIDE
