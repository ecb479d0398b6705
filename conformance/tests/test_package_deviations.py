"""What is declared of the adapters of other packages: complete, readable, in order, and in use."""

import tomllib

import pytest

import executor_spec
from executor_conformance.adapters.catalogue import CATALOGUE, find_target
from executor_conformance.deviations import of_package
from executor_conformance.deviations.reading import read_deviations
from executor_conformance.deviations.standard import PACKAGES
from executor_conformance.loading import load

FILES = sorted(PACKAGES.glob("*.toml"))
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


def test_each_file_of_declarations_is_used():
    used, new = set(), [of_package(ready.name) for ready in CATALOGUE]
    while new:
        path = new.pop()
        if path.exists() and path not in used:
            used.add(path)
            new += [of_package(t["file"][:-5]) for t in tables(path, "inherit") if "file" in t]
    assert used == set(FILES)
