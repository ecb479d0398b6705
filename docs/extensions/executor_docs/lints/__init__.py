"""Checks of the whole documentation, apart from what renders it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from executor_docs.lints import loose_ids, pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register all lints."""
    loose_ids.setup(app)
    pages.setup(app)
