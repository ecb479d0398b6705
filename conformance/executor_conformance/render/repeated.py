"""Repeated runs on a terminal: what was not the same every time comes first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from executor_conformance.judgement import BROKEN
from executor_conformance.render.terminal import (
    BROKEN_STYLE,
    STYLES,
    show_conclusion,
    show_details,
    show_header,
)
from executor_conformance.render.words import counted, outcome_of
from executor_conformance.repeating import CONFIDENCE, failure_bound

if TYPE_CHECKING:
    from rich.console import Console

    from executor_conformance.checking import Run
    from executor_conformance.judgement import Verdict
    from executor_conformance.render.progress import Progress
    from executor_conformance.repeating import Repeated


class Rounds:
    """Tells of each run, in a line."""

    def __init__(self, console: Console, progress: Progress):
        self._console = console
        self._progress = progress
        self._times = 0

    def begin_run(self, number: int, times: int) -> None:
        """Name the round in the line that shows progress."""
        self._times = times
        self._progress.remark = f"run {number} of {times}"

    def end_run(self, number: int, run: Run) -> None:
        """Print what became of a run."""
        telling = [
            f"{clause.id} {run.judgements[clause.id].verdict}"
            for clause in run.clauses
            if outcome_of(run.judgements[clause.id], clause, strict=run.strict)
            in ("failed", "error")
        ]
        word = "conforming" if run.conforming else "not conforming"
        told = f" ({', '.join(telling)})" if telling else ""
        line = f"run {number} of {self._times}: {word}: {run.header['name']}{told}"
        self._console.print(Text(line), soft_wrap=True)


def show_repeated(console: Console, repeated: Repeated, command: str) -> None:
    """Print what became of one target, time after time; `command` judges it again."""
    worst = repeated.worst()
    show_header(console, worst)
    _show_mixed(console, repeated)
    _show_same(console, repeated)
    show_details(console, worst, command)
    if repeated.conforming:
        _show_bound(console, repeated)
        show_conclusion(console, worst)
        return
    times = len(repeated.runs)
    name = escape(worst.header["name"])
    wrong = times - repeated.conforming_runs
    console.print(f"[bold red]not conforming[/]: {name}, in {wrong} of {counted(times, 'run')}")


def _show_mixed(console: Console, repeated: Repeated) -> None:
    if not repeated.mixed:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("clause", no_wrap=True)
    table.add_column("level")
    table.add_column(f"verdicts in {len(repeated.runs)} runs")
    for clause in repeated.mixed:
        told = Text(", ").join(
            Text(f"{count} {verdict}", style=_style(verdict))
            for verdict, count in repeated.counts(clause).most_common()
        )
        table.add_row(clause.id, str(clause.level), told)
    console.print(table)
    console.print()


def _show_same(console: Console, repeated: Repeated) -> None:
    mixed = repeated.mixed
    first = repeated.runs[0].judgements
    counts = Counter(first[clause.id].verdict for clause in repeated.clauses if clause not in mixed)
    if not counts:
        return
    told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
    which = "the other " if mixed else ""
    same = counted(sum(counts.values()), "clause")
    line = f"{which}{same} came to the same verdict in all {len(repeated.runs)} runs: {told}"
    console.print(Text(line))
    console.print()


def _show_bound(console: Console, repeated: Repeated) -> None:
    times = len(repeated.runs)
    sure, bound = 100 * CONFIDENCE, 100 * failure_bound(times)
    console.print(
        Text(
            f"{counted(times, 'run')} without a failure: with {sure:.3g} % confidence, fewer than "
            f"{bound:.3g} % of runs fail, and that holds for each clause"
        )
    )
    console.print()


def _style(verdict: Verdict) -> str:
    return BROKEN_STYLE if verdict in BROKEN else STYLES.get(verdict, "")
