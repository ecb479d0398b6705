"""Which specification the pages are about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import executor_spec

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from executor_spec import FoundingDocument, Specification
    from executor_spec.edges import HappensBefore
    from executor_spec.states import StateTable


def setup(app: Sphinx) -> None:
    """Add the setting `spec_directory`: a folder of TOML files, or None for the shipped ones."""
    app.add_config_value("spec_directory", None, "env", types=frozenset({str, type(None)}))


def specification_of(config: Config) -> Specification:
    """Return the specification that the settings name."""
    return executor_spec.load(_directory(config))


def founding_of(config: Config) -> FoundingDocument:
    """Return the passages of the founding document beside that specification."""
    return executor_spec.load_founding(_directory(config))


def states_of(config: Config) -> StateTable:
    """Return the states of a future beside that specification."""
    return executor_spec.load_states(_directory(config))


def edges_of(config: Config) -> HappensBefore:
    """Return the happens-before edges beside that specification."""
    return executor_spec.load_edges(_directory(config))


def note_dependencies(env: BuildEnvironment) -> None:
    """Have the page at hand rebuilt when a file of the specification changes."""
    root = _directory(env.config) or Path(executor_spec.__file__).parent
    for path in root.rglob("*.toml"):
        env.note_dependency(path)


def _directory(config: Config) -> Path | None:
    return Path(config.spec_directory) if config.spec_directory else None
