"""The file that the judged process collects where its target is named on a command line."""

import pytest

from executor_conformance.adapter import Adapter, load
from executor_conformance.child.fixtures import State
from executor_conformance.door import conformance


@pytest.fixture(scope="session")
def executor_adapter(state: State) -> Adapter:
    """Return the adapter of the named target."""
    return load(state.target, state.kind)


TestTarget = conformance()
