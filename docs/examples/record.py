"""Records the runs that the pages show: ``python docs/examples/record.py``.

Each run is written as the command with its output. A recorded run is left as it is if a new one
differs from it only in what changes from run to run and from machine to machine.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

RUNS = {
    "check-hasty.txt": "executor-conformance check hasty:Pool --clause SHD-04 --clause SHD-05",
    "pytest-hasty.txt": "pytest -q 'test_hasty.py::TestPool::test_shutdown[SHD-05]'",
}

CHANGING = re.compile(
    r"""
    \d+\.\d+\ ?s\b                          # durations
    | \b(?:CPython|PyPy)\ [^,\n]+
    | \b(?:Linux|Darwin|Windows)\ \w+
    | \([0-9a-f]{12}\),\ kit\ [^,\n]+        # the digest of all clauses
    | (?<=\.py):\d+
    | (?<=isolation:\ )process\ \w+
    """,
    re.VERBOSE | re.MULTILINE,
)


def record(command: str) -> str:
    """Return a command and what it prints, on a narrow terminal without colours."""
    program, *arguments = shlex.split(command)
    if program == "pytest":
        arguments += ["-p", "no:cacheprovider", "-c", os.devnull, "--rootdir=."]
    # On a CI service, more is printed.
    steering = ("CI", "BUILD_NUMBER", "FORCE_COLOR", "GITHUB_ACTIONS", "PYTEST_ADDOPTS")
    environment = {name: value for name, value in os.environ.items() if name not in steering}
    done = subprocess.run(
        [sys.executable, "-m", program.replace("-", "_"), *arguments],
        cwd=HERE,
        env=environment | {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    return "\n".join([f"$ {command}", *lines, ""])


def comparable(text: str) -> str:
    """Return a recorded run without what may change."""
    return CHANGING.sub("…", text)


def main() -> None:
    """Record anew what has changed."""
    for name, command in RUNS.items():
        path = HERE / name
        now = record(command)
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        if comparable(now) != comparable(before):
            path.write_text(now, encoding="utf-8")
            print(f"recorded {path}")


if __name__ == "__main__":
    main()
