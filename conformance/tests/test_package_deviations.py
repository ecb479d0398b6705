"""What is declared of the adapters of other packages: complete, readable, in order, and in use."""

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

import executor_spec
from executor_conformance.adapters.catalogue import CATALOGUE, find_target
from executor_conformance.deviations import of_package
from executor_conformance.deviations.reading import read_deviations
from executor_conformance.deviations.standard import PACKAGES
from executor_conformance.loading import load

FILES = sorted(PACKAGES.glob("*.toml"))
REPRODUCTIONS = Path(__file__).parents[1] / "results" / "reproductions"
OF_PACKAGES = [ready for ready in CATALOGUE if ready.package]
ORDER = [clause.id for clause in executor_spec.load().clauses]


def tables(path, kind):
    return tomllib.loads(path.read_text()).get(kind, [])


@pytest.mark.parametrize("ready", OF_PACKAGES, ids=lambda ready: ready.name)
def test_the_adapter_of_a_package_names_its_declarations(ready):
    if why := ready.why_not():
        pytest.skip(why)
    named = load(find_target(ready.name)).deviations
    own = of_package(ready.name)
    assert named == own if own.exists() else named in FILES
    assert read_deviations(named)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_declarations_of_packages_are_in_order_and_have_a_reason(path):
    assert read_deviations(path)
    own = tables(path, "deviation")
    clauses = [table["clause"] for table in own]
    assert clauses == sorted(clauses, key=ORDER.index)
    for table in own:
        reason = table["reason"].strip()
        assert reason.endswith("."), table["clause"]
        # A choice is one only where the package tells it.
        assert "link" in table or not reason.startswith("By design"), table["clause"]


def files_of(adapter):
    """Return the files of declarations that hold for an adapter of this name."""
    used, new = set(), [of_package(adapter)]
    while new:
        path = new.pop()
        if path.exists() and path not in used:
            used.add(path)
            new += [of_package(t["file"][:-5]) for t in tables(path, "inherit") if "file" in t]
    return used


def test_each_file_of_declarations_is_used():
    assert set().union(*(files_of(ready.name) for ready in CATALOGUE)) == set(FILES)


def test_each_fault_is_shown_by_a_script():
    shown_by = defaultdict(set)
    for ready in OF_PACKAGES:
        for path in files_of(ready.name):
            for table in tables(path, "deviation"):
                cause = " ".join(table["reason"].split())
                if not cause.startswith("By design"):
                    shown_by[cause].add(f"{ready.name}-{table['clause']}")
    scripts = {path.stem for path in REPRODUCTIONS.glob("*.py")}
    assert [cause for cause, names in shown_by.items() if not names & scripts] == []
