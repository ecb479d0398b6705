"""Keeps the hooks of an implementer's conftest files and plugins away from the suite's tests.

They are loaded, since the fixtures of the adapter may need them. But what they do around every test
was written for other tests, and must not change a verdict.
"""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

OWN = ("_pytest", "executor_conformance")
AROUND_TESTS = "pytest_runtest_"


class OwnHooks:
    """Calls hooks for an item: those around tests only in pytest's own plugins and in the kit's."""

    def __init__(self, config: pytest.Config):
        self._hooks = config.hook
        self._manager = config.pluginmanager
        self._foreign = [plugin for plugin in self._manager.get_plugins() if not _own(plugin)]

    def __getattr__(self, name: str) -> Any:
        """Return what calls the hook of this name."""
        if name.startswith(AROUND_TESTS):
            caller: Any = self._manager.subset_hook_caller(name, self._foreign)
        else:
            caller = getattr(self._hooks, name)
        # To pick them out anew for each test would take time.
        setattr(self, name, caller)
        return caller


def _own(plugin: object) -> bool:
    name = plugin.__name__ if isinstance(plugin, ModuleType) else type(plugin).__module__
    return name.partition(".")[0] in OWN
