"""What the kit's own tests share."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

# Shells start their background jobs so, and the commands that tests interrupt would inherit it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

BROKEN_POOLS = Path(__file__).parent / "pools"


@pytest.fixture(autouse=True)
def not_on_github(monkeypatch):
    """Keep the tests' own runs out of the annotations and the summary of a job that runs them."""
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def pools():
    """Return the folder of executors that tests judge by name."""
    return BROKEN_POOLS


@pytest.fixture
def run_cli(tmp_path):
    """Return a function that runs the command line as a process of its own."""

    def run(*arguments, timeout=120, cwd=tmp_path, **environment):
        return subprocess.run(
            [sys.executable, "-m", "executor_conformance", *map(str, arguments)],
            cwd=cwd,
            env={**os.environ, "COLUMNS": "80", **environment},
            capture_output=True,
            text=True,
            timeout=timeout,
        )

    return run


def processes_with(mark):
    """List the processes whose environment holds a mark, as far as `/proc` tells."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and int(folder.name) != os.getpid():
            try:
                if mark.encode() in (folder / "environ").read_bytes():
                    found.append(int(folder.name))
            except OSError:
                continue
    return found


@pytest.fixture
def nothing_left():
    """Return a function that waits until no process carries a mark in its environment."""

    def wait(mark):
        if not Path("/proc/self/environ").exists():
            pytest.skip("needs /proc")
        # Not a verdict by the clock: without an end to the processes this never returns.
        while processes_with(mark):
            time.sleep(0.01)

    return wait
