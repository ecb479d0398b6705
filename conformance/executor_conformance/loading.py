"""From the name of a target to its adapter."""

from __future__ import annotations

from dataclasses import replace

from executor_conformance.adapter import Adapter
from executor_conformance.adapters import ready_made
from executor_conformance.errors import TargetError
from executor_conformance.naming import resolve


def load(target: str, kind: str | None = None) -> Adapter:
    """Return the adapter that ``module:attribute`` names, or one for the class or factory there.

    Classes that the kit knows get their ready-made adapter. `kind` overrides the adapter's own.
    Raises `TargetError`.
    """
    found = resolve(target)
    adapter = found if isinstance(found, Adapter) else ready_made(found)
    if adapter is None:
        if not callable(found):
            raise TargetError(
                f"{target} is {found!r}: neither an executor class, nor a function that returns "
                "an executor, nor an Adapter"
            )
        adapter = Adapter(name=target, make=found, program=target)
    elif adapter is found and adapter.program is None:
        # Whole programs import the adapter itself, and so pass its options too.
        adapter = replace(adapter, program=target)
    return replace(adapter, kind=kind) if kind else adapter
