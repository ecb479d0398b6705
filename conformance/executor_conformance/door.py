"""The test class of an implementer: what `conformance` makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from executor_conformance.plan import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from executor_conformance.adapter import Adapter


class Conformance:
    """The base of every class that `conformance` makes.

    With the pytest plugin of this package, the class is collected as one item a clause. Without
    it, the one test below fails, so that a run that judged nothing is noticed.
    """

    executor_conformance_adapter: ClassVar[Adapter | None] = None
    executor_conformance_selection: ClassVar[Selection] = Selection()

    def test_the_plugin_is_loaded(self) -> None:
        """Fail, since only the plugin can put the clauses here."""
        raise AssertionError(
            "the pytest plugin executor_conformance is not loaded, so no clause was judged; "
            "remove '-p no:executor_conformance', or load it with '-p executor_conformance.plugin'"
        )


def conformance(
    adapter: Adapter | None = None,
    *,
    clauses: Iterable[str] = (),
    chapters: Iterable[str] = (),
    levels: Iterable[str] = (),
    bases: Iterable[str] = (),
    strict: bool = False,
) -> type[Conformance]:
    """Make a test class that judges an executor; assign it to a name that starts with ``Test``.

    Without `adapter` the class asks for the fixture ``executor_adapter``, which returns an
    `Adapter`. `clauses`, `chapters`, `levels` and `bases` select what is judged, by id or name;
    everything is, if none is given. With `strict`, a broken should fails like a broken must.
    """
    selection = Selection(
        clauses=tuple(clauses),
        chapters=tuple(chapters),
        levels=tuple(levels),
        bases=tuple(bases),
        strict=strict,
    )
    members = {
        "__doc__": "The clauses of the Executor interface, judged.",
        "executor_conformance_adapter": adapter,
        "executor_conformance_selection": selection,
    }
    return type("TestConformance", (Conformance,), members)
