"""The same pool among its own tests, with what is known of it."""

from pathlib import Path

import hasty
import pytest

from executor_conformance import Adapter, conformance
from executor_conformance.deviations import of_standard


@pytest.fixture(scope="session")
def executor_adapter():
    """Return what the kit needs to know of the pool, and what it is known to break."""
    return Adapter(
        name="hasty",
        make=hasty.Pool,
        kind="thread",
        deviations=[
            Path(__file__).with_name("deviations.toml"),
            *of_standard("ThreadPoolExecutor"),
        ],
    )


TestPool = conformance()
