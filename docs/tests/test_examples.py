"""The runs that the pages show are what the commands print today."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import record

DOCS = Path(__file__).parents[1]


@pytest.mark.parametrize("name", record.RUNS)
def test_a_recorded_run_is_up_to_date(name):
    shown = (DOCS / "examples" / name).read_text(encoding="utf-8")
    now = record.record(record.RUNS[name])
    assert record.comparable(now) == record.comparable(shown), (
        "record the run anew: python docs/examples/record.py"
    )


@pytest.mark.slow
def test_what_the_example_declares_is_what_its_pool_breaks():
    names = "SHD-05 or EXI-02 or EXI-07 or SHD-04"
    command = [sys.executable, "-m", "pytest", "test_conformance.py", "-k", names]
    options = ["-p", "no:cacheprovider", "-c", os.devnull, "--rootdir=."]
    done = subprocess.run(
        [*command, *options],
        cwd=DOCS / "examples",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "1 pass, 3 xfail" in done.stdout
