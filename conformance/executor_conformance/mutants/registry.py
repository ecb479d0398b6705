"""What a mutant and a variant are, and how a module registers its mutants.

Light to import: the workers of mutants that run their calls in processes load it.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from executor_conformance.adapter import Adapter

_Make = TypeVar("_Make", bound="Callable[..., Any]")
_Any = TypeVar("_Any")


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """An executor that breaks one clause, kept to prove that the clause's tests bite.

    `target` names it as ``module:attribute``, since it is loaded in another process; `kind` says
    where its calls run, or where it says that they do. `shows` holds the verdicts that count as a
    kill: those that the kit must come to.
    """

    name: str
    clause: str
    description: str
    target: str
    kind: str = "thread"
    shows: frozenset[str] = frozenset({"fail"})

    @property
    def hangs(self) -> bool:
        """Whether a hang is how it shows."""
        return "hang" in self.shows

    def adapter(self) -> Adapter:
        """Load its adapter."""
        from executor_conformance.loading import load

        return load(self.target, self.kind)


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A conforming executor with habits of its own, which must pass every clause.

    `target` and `kind` are as those of a `Mutant`. `departs` names the clauses that
    it has its reasons not to keep: of level should, or inherited from the standard library.
    """

    name: str
    description: str
    target: str
    kind: str = "thread"
    departs: frozenset[str] = frozenset()


@dataclass
class Registry:
    """The mutants that have been registered so far, by name."""

    mutants: dict[str, Mutant] = field(default_factory=dict)

    def add(self, mutant: Mutant) -> None:
        """Register a mutant; `ValueError` if it has no description, or another one its name."""
        if not mutant.description:
            raise ValueError(f"the mutant {mutant.name} needs a docstring that says what it does")
        if mutant.name in self.mutants:
            other = self.mutants[mutant.name].clause
            raise ValueError(f"there are two mutants {mutant.name}: the other one is of {other}")
        self.mutants[mutant.name] = mutant


REGISTRY = Registry()
"""Where `mutant` registers."""


def mutant(
    clause: str, *, kind: str = "thread", shows: tuple[str, ...] = ("fail",)
) -> Callable[[_Make], _Make]:
    """Register a class, or a function that makes an executor, as a mutant of a clause.

    Its docstring says what it does wrong. `kind` and `shows` are those of `Mutant`.
    """

    def register(make: _Make) -> _Make:
        REGISTRY.add(
            Mutant(
                name=make.__name__,
                clause=clause,
                description=inspect.cleandoc(make.__doc__ or ""),
                target=f"{make.__module__}:{make.__qualname__}",
                kind=kind,
                shows=frozenset(shows),
            )
        )
        return make

    return register


def as_if_standard(make: type[_Any]) -> type[_Any]:
    """Let a registered mutant pass for a class of the standard library.

    There are clauses that apply to these alone.
    """
    make.__module__ = make.__mro__[1].__module__
    return make
