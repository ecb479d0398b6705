"""What has been decided in a run."""

from __future__ import annotations

import threading
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from executor_conformance.judgement import Judgement


class Judgements:
    """What has been decided. Benches side by side share it, so that each clause is decided once."""

    def __init__(self) -> None:
        self._found: dict[str, Judgement] = {}
        self._deciding: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def get(self, clause_id: str) -> Judgement | None:
        """Return the judgement of a clause, if it has been decided."""
        return self._found.get(clause_id)

    def decide(self, clause_id: str, judge: Callable[[], Judgement]) -> Judgement:
        """Return the judgement of a clause, calling `judge` for it unless somebody has."""
        # Foundations are decided within what builds on them, and there are no circles in that.
        with self._deciding[clause_id]:
            if clause_id not in self._found:
                self._found[clause_id] = judge()
            return self._found[clause_id]
