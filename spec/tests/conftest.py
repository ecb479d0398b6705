"""A small specification on disk, to be changed by a test and loaded."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

import executor_spec

if TYPE_CHECKING:
    from pathlib import Path

CLAUSE = {
    "level": '"must"',
    "basis": '["documented"]',
    "sentence": '"It MUST work."',
    "why": '"Otherwise it would not."',
    "sources": '["library: Executor.submit"]',
}


class Folder:
    """Chapters as TOML text, written out when they are loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.chapters: dict[str, str] = {}
        self.contents: str | None = None
        self.capabilities = '[gc]\nmeaning = "cleans up"\nshows = "assumed"\n'

    def chapter(self, name: str, prefix: str, *clauses: str, more: str = "") -> Folder:
        """Add a chapter of these clauses; `more` is written at its end."""
        head = f'prefix = "{prefix}"\ntitle = "{name}"\nintroduction = "Words."\n'
        self.chapters[name] = "\n".join([head, *clauses, dedent(more)])
        return self

    def load(self) -> executor_spec.Specification:
        """Write all files and load them."""
        chapters = self.path / "chapters"
        chapters.mkdir()
        for name, text in self.chapters.items():
            (chapters / f"{name}.toml").write_text(text, encoding="utf-8")
        contents = self.contents or f"chapters = {list(self.chapters)}"
        (self.path / "contents.toml").write_text(contents, encoding="utf-8")
        (self.path / "capabilities.toml").write_text(self.capabilities, encoding="utf-8")
        return executor_spec.load(self.path)


def clause(clause_id: str, **changes: str | None) -> str:
    """Return a valid clause in TOML with some values changed, or left out where None.

    Values are TOML; an underscore in a name stands for a hyphen.
    """
    values = {"id": f'"{clause_id}"', **CLAUSE}
    values |= {name.replace("_", "-"): value for name, value in changes.items()}
    lines = [f"{name} = {value}" for name, value in values.items() if value is not None]
    return "\n".join(["[[clause]]", *lines, ""])


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


@pytest.fixture(name="clause")
def clause_writer():
    return clause
