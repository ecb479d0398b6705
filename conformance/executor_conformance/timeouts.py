"""Keeps the time limits of an implementer's session away from clauses, which have deadlines.

A clause that hangs is tried twice before it counts as broken, and one with whole programs takes a
minute for that. A limit meant for ordinary tests would end the session in between.
"""

from __future__ import annotations

import faulthandler
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from executor_conformance.items import ClauseItem


def exempt(item: ClauseItem) -> None:
    """Tell pytest-timeout, if it is there, that it has no limit to set for this item."""
    plugins = item.config.pluginmanager
    if plugins.hasplugin("timeout") or plugins.hasplugin("pytest_timeout"):
        item.add_marker(pytest.mark.timeout(0))


def stop_clock(config: pytest.Config) -> None:
    """Stop what pytest has started for `faulthandler_timeout`; the next test starts it again."""
    if config.pluginmanager.hasplugin("faulthandler") and config.getini("faulthandler_timeout"):
        faulthandler.cancel_dump_traceback_later()
