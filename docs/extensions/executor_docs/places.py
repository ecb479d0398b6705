"""Where source files stand, as readers of the repository know them."""

from __future__ import annotations

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]


def shown_path(path: Path) -> str:
    """Return a file's path below the repository, or below its package where it is installed."""
    resolved = path.resolve()
    if resolved.is_relative_to(REPOSITORY):
        return resolved.relative_to(REPOSITORY).as_posix()
    return f"{resolved.parent.name}/{resolved.name}"
