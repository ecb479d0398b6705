"""Each reproduction says in words what it saw, where its package is installed."""

import ast
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import executor_spec

FOLDER = Path(__file__).parents[1] / "results" / "reproductions"
FILES = sorted(FOLDER.glob("*.py"))


def imported(text):
    """Return the top-level packages that a program imports, those of programs within included."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return set()
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names |= imported(node.value)
    return names


def needed(path):
    """Return the packages that a reproduction needs, beside the standard library."""
    return imported(path.read_text(encoding="utf-8")) - sys.stdlib_module_names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_its_name_tells_a_clause(path):
    clause = "-".join(path.stem.split("-")[-2:])
    assert executor_spec.load().clause(clause)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_needs_nothing_but_its_package(path):
    assert needed(path)
    assert not {"executor_conformance", "executor_spec", "executor_reference"} & needed(path)


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_says_what_it_saw(path):
    absent = [name for name in needed(path) if not find_spec(name)]
    if absent:
        pytest.skip(f"needs {', '.join(absent)}")
    done = subprocess.run(
        [sys.executable, str(path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(("VIOLATED: ", "OK: ")), done.stdout + done.stderr
