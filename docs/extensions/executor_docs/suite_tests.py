"""The source of the tests that judge a clause."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from executor_conformance.suite import load_suite

if TYPE_CHECKING:
    from executor_conformance.suite import SuiteTest


@dataclass(frozen=True)
class SourceOfTest:
    """One test: its name, its file, the line it starts at, its text, and when it is used."""

    name: str
    path: Path
    line: int
    text: str
    limits: str


def tests_of(clause_id: str) -> list[SourceOfTest]:
    """Return the tests of a clause, in the order of their file."""
    return [_source(test) for test in _suite().get(clause_id, [])]


@cache
def _suite() -> dict[str, list[SuiteTest]]:
    return load_suite()


def _source(test: SuiteTest) -> SourceOfTest:
    lines, first = inspect.getsourcelines(test.function)
    path = Path(inspect.getfile(test.function))
    return SourceOfTest(test.function.__name__, path, first, "".join(lines), _limits(test))


def _limits(test: SuiteTest) -> str:
    words = []
    if test.kinds:
        words.append(f"kinds {', '.join(sorted(test.kinds))}")
    if test.workers > 1:
        words.append(f"{test.workers} workers or more")
    return "; ".join(words)
