"""Faulty executors that prove the suite's tests, and conforming ones that must pass them.

There is a module for each chapter of the specification. A mutant is a class of a few lines that
breaks one clause, as an author of an executor well might, and keeps the others where it can;
`variants` holds executors that keep them all in ways of their own. Each is loaded by name in a
judged process, like any other executor.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from executor_conformance.mutants.registry import REGISTRY, Mutant, Variant

__all__ = ["Mutant", "Variant", "load_mutants", "load_variants"]


def load_mutants() -> tuple[Mutant, ...]:
    """Import every chapter's module and return the mutants in the order of the specification."""
    import executor_spec

    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    order = {clause.id: place for place, clause in enumerate(executor_spec.load().clauses)}
    known = REGISTRY.mutants.values()
    return tuple(sorted(known, key=lambda mutant: order.get(mutant.clause, len(order))))


def load_variants() -> tuple[Variant, ...]:
    """Return the conforming variants that this platform can run."""
    from executor_conformance.mutants.variants import VARIANTS

    return VARIANTS
