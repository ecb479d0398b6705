"""Each reproduction shows its fault in words, where its package is installed."""

import ast
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import pytest

import executor_spec
from executor_conformance.adapters.catalogue import CATALOGUE, find_target
from executor_conformance.loading import load
from executor_conformance.repro.script import write_script
from executor_spec import Kind

FOLDER = Path(__file__).parents[1] / "results" / "reproductions"
FILES = sorted(FOLDER.glob("*.py"))
BY_HAND = {
    "dask-thread-CCY-02",
    "dask-thread-FRK-09",
    "dask-thread-LIF-02",
    "dask-thread-WAI-16",
    "deadpool-SHD-12",
    "executorlib-block-CCY-02",
    "executorlib-block-ERR-03",
    "executorlib-block-ERR-07",
    "flask-CCY-10",
    "futurist-dynamic-WAI-13",
    "gevent-ABS-02",
    "gevent-CBK-08",
    "gevent-EXI-01",
    "gevent-EXI-09",
    "gevent-FRK-12",
    "gevent-LIF-09",
    "gevent-SHD-15",
    "ipyparallel-FRK-09",
    "more-map-CCY-12",
    "more-throttle-CCY-12",
    "mpi-INI-09",
    "pebble-process-FRK-01",
    "pebble-thread-CCY-07",
    "pebble-thread-SHD-20",
    "plus-CCY-10",
    "plus-EXI-05",
}
"""No script that is written for any executor shows these as well."""
RACY = {
    "dask-AIO-05",
    "dask-CAN-01",
    "dask-thread-CCY-02",
    "dask-thread-WAI-16",
    "flask-CCY-10",
    "gevent-SHD-15",
    "more-cancelling-CCY-13",
    "more-map-CCY-12",
    "more-throttle-CCY-12",
    "pebble-process-AIO-05",
    "pebble-process-CCY-07",
    "pebble-process-FRK-01",
    "pebble-thread-CCY-07",
    "pebble-thread-SHD-20",
}
"""These show their fault most of the time."""


TRIES = 4
"""How often a script is run, at most, before it counts as one that shows nothing."""


def parts_of(path):
    """Return the adapter and the clause that a reproduction is named after."""
    adapter, *clause = path.stem.rsplit("-", 2)
    return adapter, "-".join(clause)


ADAPTERS = sorted({parts_of(path)[0] for path in FILES})
READY = {ready.name: ready for ready in CATALOGUE}


def skip_without(adapter):
    """Skip where the package of an adapter is not installed."""
    if why := READY[adapter].why_not():
        pytest.skip(why)


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
def test_its_name_tells_an_adapter_and_a_clause(path):
    adapter, clause = parts_of(path)
    assert adapter in READY
    assert executor_spec.load().clause(clause)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_needs_nothing_but_its_package(path):
    assert needed(path)
    assert not {"executor_conformance", "executor_spec", "executor_reference"} & needed(path)


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_they_are_what_the_command_writes(adapter):
    skip_without(adapter)
    spec = executor_spec.load()
    loaded = load(find_target(adapter))
    for path in FILES:
        if parts_of(path)[0] != adapter or path.stem in BY_HAND:
            continue
        clause = parts_of(path)[1]
        text = write_script(spec.clause(clause), loaded, Kind(loaded.kind), adapter)
        assert path.read_text(encoding="utf-8") == text, (
            f"write it anew: executor-conformance repro {clause} {adapter} -o {path.name}"
        )


def told_by(path):
    """Run a reproduction, and return what it says."""
    done = subprocess.run(
        [sys.executable, str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        # Launchers end all processes of their group, as MPI's does.
        start_new_session=True,
    )
    assert done.returncode == 0, f"{path.stem}: {done.stderr}"
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("adapter", ADAPTERS)
def test_they_say_what_they_saw(adapter):
    skip_without(adapter)
    files = [path for path in FILES if parts_of(path)[0] == adapter]
    absent = {name for path in files for name in needed(path) if not find_spec(name)}
    assert not absent
    # Most of them wait most of the time; a cluster is several processes that start first.
    number = 4 if load(find_target(adapter)).kind is Kind.DISTRIBUTED else 16
    with ThreadPoolExecutor(max_workers=number) as side_by_side:
        told = dict(zip(files, side_by_side.map(told_by, files), strict=True))
    for path, text in told.items():
        tries = [text]
        # So many at once may hide a fault; each gets more chances by itself.
        while tries[-1].startswith("OK: ") and path.stem not in RACY and len(tries) < TRIES:
            tries.append(told_by(path))
        expected = ("VIOLATED: ", "OK: ") if path.stem in RACY else "VIOLATED: "
        assert tries[-1].startswith(expected), f"{path.stem}: {tries}"
