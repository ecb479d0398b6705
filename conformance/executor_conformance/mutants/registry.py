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

    `target` and `kind` are as those of a `Mutant`. `departs` names the clauses of level should
    that it has its reasons not to keep. `stands_on` names a class of `concurrent.futures`, and a
    start method if it has one of its own, whose declared deviations it inherits.
    """

    name: str
    description: str
    target: str
    kind: str = "thread"
    departs: frozenset[str] = frozenset()
    stands_on: tuple[str, ...] = ()


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
    clause: str, *, kind: str = "thread", shows: tuple[str, ...] = ("fail",), adapter: str = ""
) -> Callable[[_Make], _Make]:
    """Register a class, or a function that makes an executor, as a mutant of a clause.

    Its docstring says what it does wrong. `kind` and `shows` are those of `Mutant`; `adapter` names
    the adapter in its module that it is loaded with, where the fault is in what goes with it.
    """

    def register(make: _Make) -> _Make:
        REGISTRY.add(
            Mutant(
                name=make.__name__,
                clause=clause,
                description=inspect.cleandoc(make.__doc__ or ""),
                target=f"{make.__module__}:{adapter or make.__qualname__}",
                kind=kind,
                shows=frozenset(shows),
            )
        )
        return make

    return register


def mutant_function(
    clause: str, *, replaces: str, make: Callable[..., Any], shows: tuple[str, ...] = ("fail",)
) -> Callable[[Callable[..., Any]], Adapter]:
    """Register a function, in place of the `wait` or `as_completed` of threads, as a mutant.

    Its docstring says what it does wrong. `replaces` is the function's role, and `make` makes the
    executors whose futures it is given. What is left under its name is an adapter.
    """
    from executor_conformance.adapter import Adapter

    def register(function: Callable[..., Any]) -> Adapter:
        name = function.__name__
        target = f"{function.__module__}:{name}"
        roles: dict[str, Any] = {replaces: function}
        description = inspect.cleandoc(function.__doc__ or "")
        REGISTRY.add(
            Mutant(
                name=name,
                clause=clause,
                description=description,
                target=target,
                shows=frozenset(shows),
            )
        )
        return Adapter(name=name, make=make, kind="thread", program=target, **roles)

    return register


def as_if_standard(make: type[_Any]) -> type[_Any]:
    """Let a registered mutant pass for a class of the standard library.

    There are clauses that apply to these alone.
    """
    make.__module__ = make.__mro__[1].__module__
    return make
