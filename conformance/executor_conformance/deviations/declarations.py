"""Which declarations a run goes by: the user's, the adapter's, and those of the kit."""

from __future__ import annotations

from dataclasses import dataclass
from os import fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from executor_conformance.deviations.matching import applies
from executor_conformance.deviations.model import Circumstances, Deviation
from executor_conformance.deviations.reading import read_deviations, require_clauses
from executor_conformance.deviations.standard import shipped
from executor_conformance.errors import TargetError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike


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


def describe(deviations: Any) -> str | list[dict[str, Any]]:
    """Return an adapter's deviations in a form that JSON can hold: a file's path, or all fields.

    Raises `TargetError` for what is neither a path nor a collection of deviations.
    """
    if isinstance(deviations, (str, Path)) or hasattr(deviations, "__fspath__"):
        return str(Path(fspath(deviations)).absolute())
    wrong = f"Adapter(deviations=…) takes a file or Deviation objects, not {deviations!r}"
    try:
        every = list(deviations)
    except TypeError:
        raise TargetError(wrong) from None
    if not all(isinstance(deviation, Deviation) for deviation in every):
        raise TargetError(wrong)
    return [deviation.to_dict() for deviation in every]


def _of_adapter(hello: Mapping[str, Any]) -> tuple[Deviation, ...]:
    described = hello.get("deviations", ())
    if isinstance(described, str):
        return read_deviations(Path(described))
    found = tuple(Deviation.from_dict(values) for values in described)
    require_clauses(found)
    return found
