"""Declared failures: reading them, whether they apply, and what they make of verdicts."""

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

import pytest

import executor_conformance
import executor_spec
from executor_conformance import Adapter, Deviation
from executor_conformance.detection import default_start_method, find_profile, find_start_method
from executor_conformance.deviations import of_standard
from executor_conformance.deviations.applying import settle
from executor_conformance.deviations.declarations import Declarations, describe
from executor_conformance.deviations.matching import applies
from executor_conformance.deviations.model import Circumstances, running_python
from executor_conformance.deviations.reading import read_deviations
from executor_conformance.deviations.standard import SHIPPED, shipped
from executor_conformance.errors import TargetError, UsageError
from executor_conformance.judgement import Judgement, Verdict

HERE = Circumstances("ProcessPoolExecutor", "1.4.2", "3.12.4", "CPython", False, "fork")
SPEC = executor_spec.load()


def deviation(**fields):
    return Deviation(**{"clause": "MAP-01", "reason": "so it is", **fields})


def written(tmp_path, text):
    path = tmp_path / "deviations.toml"
    path.write_text(text)
    return path


WHOLE = """
[[deviation]]
clause = "MAP-01"
reason = '''
Because
of this.
'''
link = "https://example.org/1"
python = [">=3.11,<3.12.5", ">=3.14"]
version = "<2"
start-methods = ["fork"]
free-threaded = false
executors = ["ProcessPoolExecutor"]
shows = "hang"
racy = true

[[deviation]]
clause = "SUB-03"
reason = "No."
python = []
"""


def test_a_file_is_read(tmp_path):
    path = written(tmp_path, WHOLE)
    first, second = read_deviations(path)
    assert first == Deviation(
        clause="MAP-01",
        reason="Because of this.",
        link="https://example.org/1",
        python=(">=3.11,<3.12.5", ">=3.14"),
        version="<2",
        start_methods=("fork",),
        free_threaded=False,
        executors=("ProcessPoolExecutor",),
        shows="hang",
        racy=True,
        source=f"{path}, deviation number 1 (MAP-01)",
    )
    assert (second.python, second.shows, second.racy) == ((), "fail", False)
    assert applies(first, HERE)
    assert applies(second, HERE)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('clause = "MAP-01"', 'clause = "MAP-1"', "did you mean 'MAP-01'"),
        ('clause = "SUB-03"', "", "deviation number 2: the key 'clause' is missing"),
        ('reason = "No."', "", "deviation number 2 (SUB-03): the key 'reason' is missing"),
        ('reason = "No."', 'raeson = "No."', "unknown key 'raeson'. Did you mean reason"),
        ("[[deviation]]", "[[devation]]", "unknown key 'devation'"),
        ('">=3.14"', '"3.14 and later"', "no version specifier"),
        ('version = "<2"', 'version = "two"', "no version specifier"),
        ('shows = "hang"', 'shows = "hangs"', "did you mean 'hang'"),
        ('["fork"]', '["forks"]', "did you mean 'fork'"),
        ('["ProcessPoolExecutor"]', '["ProcessPool"]', "did you mean 'ProcessPoolExecutor'"),
        ("racy = true", 'racy = "true"', "not true or false"),
        ("racy = true", "racy = ", "not TOML"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_place(tmp_path, old, new, words):
    path = written(tmp_path, WHOLE.replace(old, new))
    with pytest.raises(UsageError) as told:
        read_deviations(path)
    assert words in str(told.value)
    assert str(path) in str(told.value)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UsageError, match="there is no such file"):
        read_deviations(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"python": [">=3.12"]}, True),
        ({"python": [">=3.13"]}, False),
        ({"python": ["<3.12", "==3.12.*"]}, True),
        ({"version": ">=1.4,<2"}, True),
        ({"version": ">=2"}, False),
        ({"start_methods": ["fork", "spawn"]}, True),
        ({"start_methods": ["spawn"]}, False),
        ({"implementation": "CPython"}, True),
        ({"implementation": "PyPy"}, False),
        ({"free_threaded": True}, False),
        ({"free_threaded": False}, True),
        ({"executors": ["ThreadPoolExecutor"]}, False),
        ({"executors": ["ThreadPoolExecutor", "ProcessPoolExecutor"]}, True),
    ],
)
def test_a_deviation_applies_where_all_that_it_names_is_met(fields, expected):
    assert applies(deviation(**fields), HERE) is expected


def test_pre_releases_count():
    here = Circumstances("", "2.0rc1", "3.15.0a3", "CPython", False, "")
    assert applies(deviation(python=["==3.15.*"], version=">1"), here)
    assert applies(deviation(python=[">=3.14"]), here)
    assert running_python().startswith(f"3.{sys.version_info.minor}.")


def test_a_version_that_cannot_be_compared_is_told():
    here = Circumstances("", "", "3.12.4", "CPython", False, "")
    with pytest.raises(UsageError, match=r"Adapter\(version="):
        applies(deviation(version="<2"), here)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"shows": "hangs"}, "fail, hang, crash"),
        ({"reason": " "}, "no reason"),
        ({"python": ">=3.12"}, "an array of texts"),
    ],
)
def test_a_deviation_in_python_is_checked(fields, words):
    with pytest.raises(ValueError, match=words):
        deviation(**fields)


def judgement(verdict):
    return Judgement(clause="MAP-01", verdict=Verdict(verdict), detail="seen")


@pytest.mark.parametrize(
    ("verdict", "racy", "expected"),
    [
        ("fail", False, "xfail"),
        ("hang", False, "xfail"),
        ("crash", True, "xfail"),
        ("pass", False, "xpass"),
        ("observed", False, "xpass"),
        ("pass", True, "pass"),
        ("observed", True, "observed"),
        ("unsupported", False, "unsupported"),
        ("blocked", False, "blocked"),
        ("error", False, "error"),
        ("untested", False, "untested"),
    ],
)
def test_what_a_declaration_makes_of_a_verdict(verdict, racy, expected):
    found = settle(judgement(verdict), deviation(racy=racy, source="x.toml"))
    assert found.verdict == expected
    assert settle(judgement(verdict), None) == judgement(verdict)
    if expected != verdict or racy:
        assert (found.deviation, found.shown) == ("so it is", verdict)
    if expected == "xpass":
        assert "remove the declaration (x.toml)" in found.detail


def test_the_nearest_declaration_counts():
    mine, adapters = deviation(reason="mine"), deviation(reason="the adapter's")
    hello = {"standard": "", "version": "1", "deviations": describe([adapters])}
    assert Declarations.of([mine]).that_apply(hello) == {"MAP-01": mine}
    assert Declarations.of([]).that_apply(hello) == {"MAP-01": adapters}
    assert Declarations.of(None).that_apply(hello) == {}


def test_an_adapter_may_name_a_file(tmp_path, monkeypatch):
    written(tmp_path, WHOLE)
    monkeypatch.chdir(tmp_path)
    hello = {"version": "1", "deviations": describe("deviations.toml")}
    assert set(Declarations().that_apply(hello)) == {"SUB-03"}


def test_an_adapter_may_add_deviations_to_a_file(tmp_path):
    file = written(tmp_path, WHOLE)
    inherited = [deviation(clause="SUB-03", reason="inherited"), deviation(clause="MAP-01")]
    found = Declarations().that_apply({"version": "1", "deviations": describe([file, *inherited])})
    assert set(found) == {"SUB-03", "MAP-01"}
    assert found["SUB-03"].reason != "inherited", "the first that applies counts"


@pytest.mark.parametrize("wrong", [5, [5], {"MAP-01": "reason"}])
def test_what_an_adapter_cannot_declare_is_told(wrong):
    with pytest.raises(TargetError, match="takes a file, Deviation objects or both"):
        describe(wrong)


def test_deviations_of_unknown_clauses_are_told():
    with pytest.raises(UsageError, match="did you mean 'MAP-01'"):
        Declarations.of([deviation(clause="MAP-1")])


def test_the_shipped_declarations_are_complete_and_in_order():
    order = [clause.id for clause in SPEC.clauses]
    places = [order.index(found.clause) for found in shipped()]
    assert places == sorted(places), f"{SHIPPED.name} is ordered by clause"
    for found in shipped():
        assert found.executors, f"{found.source} names no executor"
        assert found.link.startswith("https://") or not found.link


def test_the_standard_deviations_can_be_taken_over():
    for found in of_standard("ProcessPoolExecutor", "spawn"):
        assert not found.executors
        assert not found.start_methods


SPAWN = multiprocessing.get_context("spawn")


def start_method_of(**fields):
    adapter = Adapter(name="x", kind="process", **fields)
    with adapter.create(max_workers=1) as executor:
        return find_start_method(adapter, find_profile(adapter, executor))


def hides_its_context(max_workers=None):
    return ProcessPoolExecutor(max_workers, mp_context=SPAWN)


def test_the_start_method_is_found_where_something_tells_it():
    chosen = {"make": ProcessPoolExecutor, "options": {"mp_context": SPAWN}}
    assert start_method_of(**chosen) == "spawn"
    assert start_method_of(make=partial(ProcessPoolExecutor, mp_context=SPAWN)) == "spawn"
    assert start_method_of(make=ProcessPoolExecutor) == default_start_method()
    assert start_method_of(make=hides_its_context) == ""


class DropsKeywords(ThreadPoolExecutor):
    def submit(self, fn, /, *args, **kwargs):
        return super().submit(fn, *args)


def check(deviations=(), declared=()):
    adapter = Adapter(name="drops", make=DropsKeywords, deviations=declared)
    clauses = ["SUB-03", "SUB-14"]
    run = executor_conformance.check(adapter, clauses=clauses, deviations=deviations)
    verdicts = {clause: str(found.verdict) for clause, found in run.judgements.items()}
    return run.conforming, verdicts


def test_a_declared_failure_conforms_and_a_stale_declaration_does_not():
    drops = deviation(clause="SUB-03")
    assert check() == (False, {"SUB-14": "pass", "SUB-03": "fail"})
    assert check([drops]) == (True, {"SUB-14": "pass", "SUB-03": "xfail"})
    assert check(declared=[drops]) == (True, {"SUB-14": "pass", "SUB-03": "xfail"})
    assert check(None, declared=[drops]) == (False, {"SUB-14": "pass", "SUB-03": "fail"})
    stale = [drops, deviation(clause="SUB-14")]
    assert check(stale) == (False, {"SUB-14": "xpass", "SUB-03": "xfail"})
    racy = [drops, deviation(clause="SUB-14", racy=True)]
    assert check(racy) == (True, {"SUB-14": "pass", "SUB-03": "xfail"})


def test_a_file_inherits_those_of_a_standard_class_but_for_some(tmp_path):
    path = written(
        tmp_path,
        """
        [[inherit]]
        standard = "ThreadPoolExecutor"
        except = ["SUB-11"]

        [[deviation]]
        clause = "CBK-13"
        reason = "Our own."
        """,
    )
    found = read_deviations(path)
    assert found[0].reason == "Our own."
    clauses = {one.clause for one in found[1:]}
    assert clauses == {one.clause for one in of_standard("ThreadPoolExecutor")} - {"SUB-11"}
    assert all("add an 'except'" in one.source for one in found[1:])


def test_a_file_inherits_those_of_a_file_beside_it(tmp_path):
    (tmp_path / "both.toml").write_text(WHOLE)
    path = written(tmp_path, '[[inherit]]\nfile = "both.toml"\nexcept = ["SUB-03"]\n')
    assert [one.clause for one in read_deviations(path)] == ["MAP-01"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "name one of 'standard' and 'file'"),
        ('standard = "ThreadPoolExecutor"\nfile = "x.toml"', "and not both"),
        ('standard = "ThreadPool"', "did you mean 'ThreadPoolExecutor'"),
        ('standard = "ProcessPoolExecutor"\nstart-method = "frok"', "did you mean 'fork'"),
        ('standard = "ThreadPoolExecutor"\nexcept = ["SUB-12"]', "nothing is inherited"),
        ('file = "deviations.toml"', "inherits from itself"),
        ('file = "none.toml"', "none.toml"),
        ('flie = "none.toml"', "flie"),
    ],
)
def test_what_cannot_be_inherited_is_refused(tmp_path, text, words):
    with pytest.raises(UsageError, match=words):
        read_deviations(written(tmp_path, f"[[inherit]]\n{text}\n"))
