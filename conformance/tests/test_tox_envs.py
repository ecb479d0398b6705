"""Each extra of the catalogue has an environment that makes its published results."""

import configparser
import tomllib
from pathlib import Path

from executor_conformance.adapters.catalogue import CATALOGUE

ROOT = Path(__file__).parents[2]
EXTRAS = sorted({ready.extra for ready in CATALOGUE if ready.extra})


def packages():
    """Return the names in the header of the section on packages, and its lines on extras."""
    tox = configparser.ConfigParser(interpolation=None)
    tox.read(ROOT / "tox.ini", encoding="utf-8")
    [section] = (
        name
        for name in tox.sections()
        if name.startswith("testenv:results-{") and "py311" not in name
    )
    names = section.removeprefix("testenv:results-{").removesuffix("}").split(",")
    lines = [line.split(": ") for line in tox[section]["extras"].split("\n") if line]
    return names, lines


def test_every_extra_of_the_catalogue_has_its_environment():
    names, lines = packages()
    assert sorted(names) == EXTRAS
    assert sorted(extra for _, extra in lines) == EXTRAS


def test_an_environment_has_one_extra_and_no_other():
    # A line counts where all parts of its name are parts of the environment's name.
    names, lines = packages()
    for name in names:
        parts = set(name.split("-"))
        chosen = [extra for factors, extra in lines if applies(factors, parts)]
        assert chosen == [name]


def applies(factors, parts):
    """Say whether a line with these factors, some of them negated, is about these parts."""
    wanted = factors.split("-")
    return all((factor.lstrip("!") in parts) != factor.startswith("!") for factor in wanted)


def test_every_extra_of_the_catalogue_can_be_installed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(EXTRAS) <= set(project["optional-dependencies"])
