"""The file that the judged process collects where its target is named on a command line."""

from dataclasses import replace

import pytest

from executor_conformance.adapter import Adapter
from executor_conformance.child.fixtures import State
from executor_conformance.door import conformance
from executor_conformance.loading import load
from executor_conformance.target import unpickle


@pytest.fixture(scope="session")
def executor_adapter(state: State) -> Adapter:
    """Return the adapter of the named target, or the one that was sent."""
    if not state.pickled:
        return load(state.target, state.kind)
    adapter = unpickle(state.pickled, state.main)
    return replace(adapter, kind=state.kind) if state.kind else adapter


TestTarget = conformance()
