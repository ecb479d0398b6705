"""What a judged program has at hand. Light: what it imports delays the program."""

from __future__ import annotations

import json
import sys

from executor_conformance.naming import resolve
from executor_conformance.rendezvous.remote import Place, RemoteGate, RemoteJournal
from executor_conformance.sizes import Sizes

# Known to type checkers; importing `typing` for it would delay every program.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from typing import Any

    from executor_conformance.adapter import Adapter


class Stage:
    """Makes the program's executors, and meets the test at a gate and in a journal.

    `values` is the JSON text that `executor_conformance.programs` wrote into the program.
    """

    def __init__(self, values: str):
        known = json.loads(values)
        self._target: str = known["target"]
        self._sizes: dict[str, Any] | None = known["sizes"]
        self._waiting: list[str] = known["waiting"]
        self.journal = RemoteJournal(Place(*known["place"]), known["journal"])
        self.gate = RemoteGate(self.journal, known["gate"])
        self._surroundings: AbstractContextManager[Any] | None = None

    def gate_named(self, name: str) -> RemoteGate:
        """Return a further gate that the test has made for this program."""
        return RemoteGate(self.journal, name)

    @property
    def wait(self) -> Any:
        """The function `wait` that takes the executor's futures."""
        return resolve(self._waiting[0])

    @property
    def as_completed(self) -> Any:
        """The function `as_completed` that takes the executor's futures."""
        return resolve(self._waiting[1])

    def make_executor(
        self, max_workers: int = 2, *, start_method: str | None = None, **keywords: Any
    ) -> Any:
        """Make an executor of the implementation under test."""
        if start_method is not None:
            import multiprocessing

            keywords["mp_context"] = multiprocessing.get_context(start_method)
        found = resolve(self._target)
        adapters = sys.modules.get("executor_conformance.adapter")
        if adapters is not None and isinstance(found, adapters.Adapter):
            self._surround(found)
            return found.create(max_workers=max_workers, **keywords)
        if self._sizes is not None:
            keywords["max_workers"] = Sizes(**self._sizes).asked_for(max_workers)
        return found(**keywords)

    def _surround(self, adapter: Adapter) -> None:
        """Start what surrounds the executors, once. It ends with the program, as it does there."""
        if self._surroundings is None:
            self._surroundings = adapter.surroundings()
            self._surroundings.__enter__()
