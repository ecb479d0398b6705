"""Small plain programs, each of which shows whether an executor breaks one clause.

`executor-conformance repro` makes a script of one of them, and of all that it uses: so their
modules import the standard library, and `demonstrations.stage`, and nothing else. Each is a
function without parameters that returns in words what it saw of a fault, or None.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from executor_spec import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

ELSEWHERE = frozenset({Kind.PROCESS, Kind.DISTRIBUTED})
"""Kinds whose calls run in other processes."""

POOLS = frozenset(Kind) - {Kind.INLINE}
"""Kinds whose calls run beside the program."""


@dataclass(frozen=True)
class Demonstration:
    """What shows whether a clause is broken, for executors of some kinds.

    `shown` is said where it is not. `program` is a function of the same module that is run as a
    program of its own, by `stage.start_program`. `waiting` is the number of calls that wait for a
    worker in it, `workers` of the workers that it needs.
    """

    clause: str
    function: Callable[[], str | None]
    shown: str
    kinds: frozenset[Kind]
    program: Callable[[], None] | None
    waiting: int
    workers: int

    @property
    def module(self) -> str:
        """The module that it is written in."""
        return self.function.__module__


_known: dict[str, list[Demonstration]] = defaultdict(list)


def shows(
    clause: str,
    *,
    shown: str,
    kinds: Collection[str] = frozenset(Kind),
    program: Callable[[], None] | None = None,
    waiting: int = 0,
    workers: int = 1,
) -> Callable[[Any], Any]:
    """Register the decorated function as the demonstration of a clause."""

    def register(function: Any) -> Any:
        _known[clause].append(
            Demonstration(
                clause, function, shown, frozenset(map(Kind, kinds)), program, waiting, workers
            )
        )
        return function

    return register


@cache
def load_demonstrations() -> dict[str, list[Demonstration]]:
    """Import all demonstrations and return them by clause."""
    for module in iter_modules(sys.modules[__name__].__path__):
        import_module(f"{__name__}.{module.name}")
    return dict(_known)
