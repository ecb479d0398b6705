"""A conformance kit that judges any executor against the specification.

Three doors lead to the same verdicts: the command ``executor-conformance check``, a test class
made by `conformance`, and a call of `check`. Importing this package loads neither pytest nor
Hypothesis, since workers of the judged executor import it.
"""

from __future__ import annotations

# Known to type checkers; importing `typing` for it would cost every worker.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from executor_conformance.adapter import Adapter, Kind
    from executor_conformance.calling import check
    from executor_conformance.deviations import Deviation
    from executor_conformance.door import conformance

__all__ = ["Adapter", "Deviation", "Kind", "check", "conformance"]

_HOMES = {
    "Adapter": "executor_conformance.adapter",
    "Deviation": "executor_conformance.deviations",
    "Kind": "executor_conformance.adapter",
    "check": "executor_conformance.calling",
    "conformance": "executor_conformance.door",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
