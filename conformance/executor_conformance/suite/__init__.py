"""The executable clauses: one module per chapter, one or more tests per clause.

A test is an ordinary pytest function that names its clause. It takes the fixtures of
`executor_conformance.child.fixtures`, calls the executor from its own thread, orders events
through gates and the journal, and fails by an assertion.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_Test = TypeVar("_Test", bound="Callable[..., Any]")

_CLAUSES = "_executor_conformance_clause"

WITH_GATES = ("thread", "green", "interpreter", "process", "distributed")
"""Kinds whose calls can wait for what the test does after `submit` has returned."""

CLOCK_SLACK = time.get_clock_info("monotonic").resolution + 0.001
"""Seconds by which timers may be early through rounding alone."""


@dataclass(frozen=True)
class Workers:
    """How many workers an implementation has: at least `fewest`, exactly that if `known`."""

    fewest: int
    known: bool


QUEUED = 5
"""The most unfinished calls that a test may have without saying so."""


HABITS = {
    "other_threads": "calls the executor from other threads than the one that made it",
    "cancel": "cancel of this executor is not implemented, as its adapter says",
    "running_spared": "cancel of this executor ends calls that run, as its adapter says",
    "waiting_spared": "shutdown of this executor cancels the calls that wait, as its adapter says",
}
"""What a test may rely on: with each, why it is left out where an executor is otherwise by design.

That any thread may call an executor, that calls can be cancelled, that `cancel` leaves a call alone
that runs, and that `shutdown` leaves the calls alone that wait.
"""


@dataclass(frozen=True)
class Ways:
    """How an implementation may be used.

    `queue_limit` is the number of unfinished calls at which `submit` waits (None if it never does),
    and `without` are those of the `HABITS` that it does not have.
    """

    queue_limit: int | None = None
    without: frozenset[str] = frozenset()


FREELY = Ways()


@dataclass(frozen=True)
class SuiteTest:
    """One executable test of a clause."""

    clause: str
    function: Callable[..., None]
    kinds: frozenset[str]
    workers: int
    counted: bool
    queued: int = QUEUED
    relies_on: tuple[str, ...] = ()
    asks_for: frozenset[str] = frozenset()

    def why_not(self, kind: str, workers: Workers, ways: Ways = FREELY) -> str:
        """Return why this test cannot run with that kind and those workers; empty if it can."""
        if self.kinds and kind not in self.kinds:
            return f"has no test for the kind {kind}"
        if workers.fewest < self.workers:
            return f"needs {self.workers} workers; this executor may have {workers.fewest}"
        if self.counted and not workers.known:
            return (
                "needs to know the number of workers: let make take max_workers, "
                "or say Adapter(workers=N)"
            )
        if ways.queue_limit is not None and ways.queue_limit < self.queued:
            return (
                f"needs {self.queued} unfinished calls; submit of this executor waits at "
                f"{ways.queue_limit}"
            )
        return next((HABITS[habit] for habit in self.relies_on if habit in ways.without), "")

    @property
    def id(self) -> str:
        """Return the name by which the test is asked for: ``MAP-01/test_…``."""
        return f"{self.clause}/{self.function.__name__}"


def verifies(
    clause: str,
    *,
    kinds: tuple[str, ...] = (),
    workers: int = 1,
    counted: bool = False,
    queued: int = QUEUED,
    relies_on: tuple[str, ...] = (),
) -> Callable[[_Test], _Test]:
    """Mark a function as a test of a clause.

    All else restricts this test, not its clause: a pattern that would deadlock inline, or with
    fewer workers, needs another one there. A test that fills all workers is `counted`: it needs an
    executor whose number of workers can be chosen or is known. `queued` is how many calls are
    unfinished at a time, at most, that cannot end before the test goes on. `relies_on` names those
    of the `HABITS` without which the test cannot do.

    Raises `KeyError` for a habit that there is not.
    """
    for habit in relies_on:
        _ = HABITS[habit]

    def mark(function: _Test) -> _Test:
        code = function.__code__
        found = SuiteTest(
            clause,
            function,
            frozenset(kinds),
            workers,
            counted,
            queued,
            relies_on,
            # Known before a judged process is forked, which would copy much to find it out.
            frozenset(code.co_varnames[: code.co_argcount]),
        )
        setattr(function, _CLAUSES, found)
        return function

    return mark


def load_suite(chapters: Iterable[str] | None = None) -> dict[str, list[SuiteTest]]:
    """Import the modules of the suite and return their tests by clause.

    With `chapters`, only those: the tests of the chapter on `map` stand in ``test_map.py`` and in
    modules whose names begin with ``test_map_``.
    """
    paths = sorted(Path(__file__).parent.glob("test_*.py"))
    if chapters is not None:
        wanted = set(chapters)
        paths = [path for path in paths if path.stem.split("_")[1] in wanted]
    tests: dict[str, list[SuiteTest]] = {}
    for path in paths:
        module = import_module(f"{__name__}.{path.stem}")
        for value in vars(module).values():
            test = getattr(value, _CLAUSES, None)
            if isinstance(test, SuiteTest) and value.__module__ == module.__name__:
                tests.setdefault(test.clause, []).append(test)
    return tests
