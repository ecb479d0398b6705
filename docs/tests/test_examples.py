"""The runs that the pages show are what the commands print today."""

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
