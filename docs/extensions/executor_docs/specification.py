"""Which specification the pages are about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import executor_spec

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from executor_spec import Specification


def setup(app: Sphinx) -> None:
    """Add the setting `spec_directory`: a folder of TOML files, or None for the shipped ones."""
    app.add_config_value("spec_directory", None, "env", types=frozenset({str, type(None)}))


def specification_of(config: Config) -> Specification:
    """Return the specification that the settings name."""
    directory = config.spec_directory
    return executor_spec.load(Path(directory) if directory else None)


def note_dependencies(env: BuildEnvironment) -> None:
    """Have the page at hand rebuilt when a file of the specification changes."""
    directory = env.config.spec_directory
    root = Path(directory) if directory else Path(executor_spec.__file__).parent
    for path in root.rglob("*.toml"):
        env.note_dependency(path)
