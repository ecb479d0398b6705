"""The faulty executors that prove the tests of a clause."""

from __future__ import annotations

import importlib.util
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from executor_conformance.mutants import Mutant

REGISTRY = "executor_conformance.mutants.registry"


def mutants_of(clause_id: str) -> list[Mutant]:
    """Return the faulty executors that break a clause; none where the kit has no registry."""
    return [mutant for mutant in _mutants() if mutant.clause == clause_id]


@cache
def _mutants() -> tuple[Mutant, ...]:
    if importlib.util.find_spec(REGISTRY) is None:
        return ()
    from executor_conformance.mutants import load_mutants

    return load_mutants()


def summary_of(mutant: Mutant) -> str:
    """Return the first paragraph of what a mutant says of itself."""
    return " ".join(mutant.description.partition("\n\n")[0].split())
