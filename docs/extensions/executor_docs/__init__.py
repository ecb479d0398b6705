"""A Sphinx extension that renders the specification and ties it to its tests and its reference.

`README.rst` beside this package says how the parts work together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from executor_docs import (
    collapsible,
    diagram,
    domain,
    lints,
    listing,
    pages,
    results,
    specification,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the domain, its nodes and its lints."""
    specification.setup(app)
    pages.setup(app)
    results.setup(app)
    collapsible.setup(app)
    listing.setup(app)
    diagram.setup(app)
    domain.setup(app)
    lints.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
