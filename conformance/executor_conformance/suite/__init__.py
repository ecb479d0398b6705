"""The executable clauses: one module per chapter, one or more tests per clause.

A test is an ordinary pytest function that names its clause. It takes the fixtures of
`executor_conformance.child.fixtures`, calls the executor from its own thread, orders events
through gates and the journal, and fails by an assertion.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Test = TypeVar("_Test", bound="Callable[..., Any]")

_CLAUSES = "_executor_conformance_clause"


@dataclass(frozen=True)
class SuiteTest:
    """One executable test of a clause."""

    clause: str
    function: Callable[..., None]
    kinds: frozenset[str]
    workers: int

    def applies_to(self, kind: str, workers: int | None) -> bool:
        """Say whether this test can run with that kind and number of workers (None: any)."""
        return (not self.kinds or kind in self.kinds) and (
            workers is None or workers >= self.workers
        )

    @property
    def id(self) -> str:
        """Return the name by which the test is asked for: ``MAP-01/test_…``."""
        return f"{self.clause}/{self.function.__name__}"


def verifies(
    clause: str, *, kinds: tuple[str, ...] = (), workers: int = 1
) -> Callable[[_Test], _Test]:
    """Mark a function as a test of a clause.

    `kinds` and `workers` restrict this test, not its clause: a pattern that would deadlock inline,
    or with fewer workers, needs another one there.
    """

    def mark(function: _Test) -> _Test:
        setattr(function, _CLAUSES, SuiteTest(clause, function, frozenset(kinds), workers))
        return function

    return mark


def load_suite() -> dict[str, list[SuiteTest]]:
    """Import every module of the suite and return its tests by clause."""
    tests: dict[str, list[SuiteTest]] = {}
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        module = import_module(f"{__name__}.{path.stem}")
        for value in vars(module).values():
            test = getattr(value, _CLAUSES, None)
            if isinstance(test, SuiteTest) and value.__module__ == module.__name__:
                tests.setdefault(test.clause, []).append(test)
    return tests
