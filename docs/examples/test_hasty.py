"""The same pool, judged among its own tests."""

import hasty
import pytest

from executor_conformance import Adapter, conformance


@pytest.fixture(scope="session")
def executor_adapter():
    """Return what the kit needs to know of the pool."""
    return Adapter(name="hasty", make=hasty.Pool, kind="thread")


TestPool = conformance()
