"""What importing costs: the workers of every judged executor pay for it."""

import subprocess
import sys

import pytest


def modules_after(statement):
    program = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statement",
    [
        "import executor_conformance",
        "import executor_conformance.tasks",
        "import executor_conformance.rendezvous.remote",
        "import executor_conformance.child",
    ],
)
def test_what_workers_import_is_standard_library_only(statement):
    loaded = modules_after(statement)
    assert not {"pytest", "hypothesis", "click", "rich", "executor_spec"} & loaded


def test_what_programs_import_is_light():
    loaded = modules_after("import executor_conformance.tasks, executor_conformance.stage")
    assert not {"concurrent.futures", "dataclasses", "inspect", "multiprocessing"} & loaded


def test_the_plugin_loads_nothing_but_pytest():
    loaded = modules_after("import executor_conformance.plugin")
    assert not {"hypothesis", "click", "rich", "executor_spec"} & loaded
    ours = {name for name in loaded if name.startswith("executor_conformance")}
    assert ours == {"executor_conformance", "executor_conformance.plugin"}


def test_the_guard_needs_the_standard_library_only():
    loaded = modules_after("import executor_conformance.guard.service")
    foreign = {name.partition(".")[0] for name in loaded} - set(sys.stdlib_module_names)
    assert not foreign & {"pytest", "hypothesis", "click", "rich", "executor_spec"}


def test_the_command_line_starts_without_pytest():
    loaded = modules_after("import executor_conformance.cli, executor_conformance.checking")
    assert not {"pytest", "hypothesis", "rich"} & loaded
