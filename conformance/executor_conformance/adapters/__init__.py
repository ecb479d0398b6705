"""Ready-made adapters: one small module per package, found by the class they are for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from executor_conformance.adapter import Adapter

_MODULES = {
    "concurrent": "executor_conformance.adapters.stdlib",
    "executor_reference": "executor_conformance.adapters.reference",
}


def ready_made(found: Any) -> Adapter | None:
    """Return the adapter for an executor class that the kit knows, or None."""
    package = (getattr(found, "__module__", None) or "").partition(".")[0]
    if package not in _MODULES:
        return None
    adapters: tuple[Adapter, ...] = import_module(_MODULES[package]).ADAPTERS
    return next((adapter for adapter in adapters if adapter.make is found), None)
