"""The adapters that come with the kit: found by short names, listed with what is here."""

import json

import pytest

from executor_conformance.adapters import catalogue
from executor_conformance.adapters.catalogue import CATALOGUE, ReadyMade, find_target
from executor_conformance.errors import TargetError
from executor_conformance.loading import load


def test_names_are_used_once():
    names = [ready.name for ready in CATALOGUE]
    assert len(names) == len(set(names))


def test_adapters_have_distinct_targets():
    targets = [ready.target for ready in CATALOGUE]
    assert len(targets) == len(set(targets))


@pytest.mark.parametrize("ready", CATALOGUE, ids=lambda ready: ready.name)
def test_each_leads_to_an_adapter(ready):
    if why := ready.why_not():
        pytest.skip(why)
    assert load(find_target(ready.name)).name


def test_what_has_a_colon_is_no_short_name():
    assert find_target("a:b") == "a:b"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("tread", "did you mean 'thread'"),
        ("concurrent.futures.ThreadPoolExecutor", "'concurrent.futures:ThreadPoolExecutor'"),
        ("nothing.like.it", "adapters lists these"),
        ("", "adapters lists these"),
    ],
)
def test_an_unknown_name_is_refused_with_a_hint(name, words):
    with pytest.raises(TargetError, match="is neither module:attribute") as refused:
        find_target(name)
    assert words in str(refused.value)


def test_what_is_not_installed_says_how_to_install_it(monkeypatch):
    absent = ReadyMade("absent", "a:b", "nothing", "no-such-package-here", "none")
    monkeypatch.setattr(catalogue, "CATALOGUE", (absent,))
    with pytest.raises(TargetError, match=r"executor-conformance\[none\]"):
        find_target("absent")


def test_what_a_newer_python_has_says_so(monkeypatch):
    newer = ReadyMade("newer", "a:b", "nothing", since=(4, 0))
    monkeypatch.setattr(catalogue, "CATALOGUE", (newer,))
    with pytest.raises(TargetError, match=r"needs Python 4\.0"):
        find_target("newer")


def test_the_command_lists_them_on_80_columns(run_cli):
    done = run_cli("adapters")
    assert done.returncode == 0, done.stderr
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    assert {line.split()[0] for line in done.stdout.splitlines() if line} >= {
        ready.name for ready in CATALOGUE
    }


def test_the_command_lists_them_as_json(run_cli):
    listed = json.loads(run_cli("adapters", "--json").stdout)
    assert [row["name"] for row in listed] == [ready.name for ready in CATALOGUE]
    assert next(row for row in listed if row["name"] == "thread")["why_not"] == ""


def test_an_adapter_is_judged_by_its_short_name(run_cli):
    done = run_cli("check", "reference-inline", "--clause", "SUB-14")
    assert done.returncode == 0, done.stderr
    assert "conforming: executor_reference.InlineExecutor" in done.stdout
