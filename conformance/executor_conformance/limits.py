"""How long a run waits."""

from __future__ import annotations

from dataclasses import dataclass

DEADLINE = 10.0
"""Seconds after which a test that has not ended counts as hung, before the adapter's scale."""

PATIENCE = 3
"""How many times longer a test may take that starts whole programs, several interpreters each."""

SHORT = 0.1
"""The part of its time that a test gets whose clause is declared to hang."""


@dataclass(frozen=True)
class Limits:
    """How long is waited: `deadline` seconds for a test, times `time_scale`.

    Both are the adapter's business unless the user sets them. With `confirm`, a hang or crash is
    judged once more, alone.
    """

    deadline: float | None = None
    time_scale: float | None = None
    confirm: bool = True

    def for_test(self, adapter_scale: float) -> float:
        """Return the seconds that a test may take."""
        if self.deadline is not None:
            return self.deadline * (self.time_scale or 1.0)
        return DEADLINE * (self.time_scale or adapter_scale)

    @property
    def for_start(self) -> float:
        """Return the seconds that loading the target and making a first executor may take."""
        return max(10.0, 3 * (self.deadline or DEADLINE)) * (self.time_scale or 1.0)
