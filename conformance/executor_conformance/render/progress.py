"""How far a run has come, on a terminal or in a log."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.status import Status

    from executor_conformance.judgement import Judgement
    from executor_spec import Clause


class Progress:
    """Shows on a terminal one live line, elsewhere one plain line a clause, or a target.

    `remark` is shown beside the live line; who sets it tells of targets, too.
    """

    def __init__(self, console: Console, *, each: bool = True):
        self._console = console
        self._each = each
        self.remark = ""
        self._status: Status | None = None
        self._text = ""
        self._began = 0.0
        self._done = 0
        self._planned = 0

    def begin(self, target: str, planned: int) -> None:
        """Start with a target."""
        self._began, self._done, self._planned = time.monotonic(), 0, planned
        if self._console.is_terminal:
            self._text = f"starting {target}"
            self._status = self._console.status("")
            self._status.start()
            self.tick()
        elif not self.remark:
            self._console.print(f"judging {target}: {planned} clauses", soft_wrap=True)

    def judging(self, clause: Clause) -> None:
        """Show what is running."""
        self._text = clause.id
        self.tick()

    def judged(self, clause: Clause, judgement: Judgement) -> None:
        """Count a judged clause."""
        self._done += 1
        if self._each and not self._console.is_terminal:
            self._console.print(
                f"{clause.id} {judgement.verdict} ({judgement.seconds:.2f} s)", soft_wrap=True
            )

    def tick(self) -> None:
        """Show the elapsed time."""
        if self._status is not None:
            elapsed = time.monotonic() - self._began
            line = f"{self._done}/{self._planned}  {elapsed:.1f} s  {self._text}"
            line = f"{self.remark}  {line}" if self.remark else line
            self._status.update(Text(line, no_wrap=True, overflow="ellipsis"))

    def end(self) -> None:
        """Take the live line away."""
        if self._status is not None:
            self._status.stop()
            self._status = None


class Tally:
    """Shows how far a self-test has come, on a terminal only."""

    def __init__(self, console: Console):
        self._console = console
        self._status: Status | None = None
        self._done = self._planned = 0

    def begin(self, planned: int) -> None:
        """Start with that many executors to judge."""
        self._planned = planned
        if self._console.is_terminal:
            self._status = self._console.status("")
            self._status.start()
            self._show()

    def judged(self, result: object) -> None:
        """Count one."""
        self._done += 1
        self._show()

    def end(self) -> None:
        """Take the line away."""
        if self._status is not None:
            self._status.stop()

    def _show(self) -> None:
        if self._status is not None:
            self._status.update(f"{self._done}/{self._planned} executors judged")
