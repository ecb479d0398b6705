"""Which declarations a run goes by: the user's, the adapter's, and those of the kit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from executor_conformance.deviations.matching import applies
from executor_conformance.deviations.model import Circumstances, Deviation
from executor_conformance.deviations.reading import read_deviations, require_clauses
from executor_conformance.deviations.standard import shipped
from executor_conformance.errors import TargetError


@dataclass(frozen=True)
class Declarations:
    """The deviations that the user of the kit has given, and whether any count at all."""

    given: tuple[Deviation, ...] = ()
    heeded: bool = True

    @classmethod
    def of(cls, sources: Iterable[str | PathLike[str] | Deviation] | None) -> Declarations:
        """Return the declarations of these files and deviations; none at all count for None.

        Raises `UsageError`.
        """
        if sources is None:
            return cls(heeded=False)
        given: list[Deviation] = []
        for source in sources:
            if isinstance(source, Deviation):
                given.append(source)
            else:
                given += read_deviations(Path(source))
        require_clauses(given)
        return cls(tuple(given))

    def that_apply(self, hello: Mapping[str, Any]) -> dict[str, Deviation]:
        """Return, by clause, the deviations that apply to what a judged process told of.

        The user's come before the adapter's, and these before those of the kit: of several from
        one clause, the first that applies counts. Raises `UsageError`.
        """
        if not self.heeded:
            return {}
        here = Circumstances.from_hello(hello)
        known = [*self.given, *_of_adapter(hello)]
        if here.standard:
            known += shipped()
        found: dict[str, Deviation] = {}
        for deviation in known:
            if deviation.clause not in found and applies(deviation, here):
                found[deviation.clause] = deviation
        return found


def describe(deviations: Any) -> list[str | dict[str, Any]]:
    """Return an adapter's deviations in a form that JSON can hold: paths of files, or all fields.

    Raises `TargetError` for what is neither a path nor a collection of paths and deviations.
    """
    if isinstance(deviations, (str, PathLike)):
        deviations = [deviations]
    wrong = f"Adapter(deviations=…) takes a file, Deviation objects or both, not {deviations!r}"
    if isinstance(deviations, Mapping) or not isinstance(deviations, Iterable):
        raise TargetError(wrong)
    described: list[str | dict[str, Any]] = []
    for one in deviations:
        if isinstance(one, Deviation):
            described.append(one.to_dict())
        elif isinstance(one, (str, PathLike)):
            described.append(str(Path(fspath(one)).absolute()))
        else:
            raise TargetError(wrong)
    return described


def _of_adapter(hello: Mapping[str, Any]) -> tuple[Deviation, ...]:
    described = hello.get("deviations", ())
    sources = [Path(one) if isinstance(one, str) else Deviation.from_dict(one) for one in described]
    return Declarations.of(sources).given
