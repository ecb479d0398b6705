"""The report on a terminal: totals, and what is broken."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from executor_conformance.judgement import Judgement, Verdict
from executor_conformance.render.words import remark_on

if TYPE_CHECKING:
    from rich.console import Console

    from executor_conformance.bench import Ending
    from executor_conformance.checking import Run
    from executor_spec import Clause, Specification

STYLES = {
    Verdict.PASS: "green",
    Verdict.OBSERVED: "cyan",
    Verdict.UNSUPPORTED: "dim",
    Verdict.XFAIL: "yellow",
    Verdict.BLOCKED: "yellow",
}
BROKEN_STYLE = "bold red"
STACK_LINES = 24
_FRAME = re.compile(r'^  File "(?P<path>[^"]+)", line (?P<rest>\d+ in .*)$', re.MULTILINE)
OUTPUT_LINES = 8


def show_run(console: Console, run: Run, spec: Specification, command: str) -> None:
    """Print what became of one target; `command` is how to judge it again."""
    show_header(console, run)
    _show_totals(console, run, spec)
    show_details(console, run, command)
    show_conclusion(console, run)


def show_details(console: Console, run: Run, command: str) -> None:
    """Print what there is to say of clauses, and of the end."""
    for clause in run.clauses:
        judgement = run.judgements[clause.id]
        if judgement.broken or judgement.verdict in (
            Verdict.ERROR,
            Verdict.UNTESTED,
            Verdict.XPASS,
        ):
            _show_broken(console, run, clause, judgement, command)
    _show_observed(console, run)
    _show_declared(console, run)
    _show_aside(console, run)
    _show_ending(console, run.ending)


def show_header(console: Console, run: Run) -> None:
    """Print who was judged, by what and where."""
    head = run.header
    name = Text(f"{head['name']} {head['version']}".strip(), style="bold")
    console.print()
    console.print(name)
    details = (
        f"kind {head['kind']} ({head['kind_found']}), {head['python']}, {head['platform']}",
        f"specification {head['spec']} ({head['spec_hash']}), kit {head['kit']}, "
        f"isolation: {head['isolation']}",
    )
    for line in details:
        console.print(Text(line, style="dim"))
    console.print()


def _show_totals(console: Console, run: Run, spec: Specification) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("chapter")
    table.add_column("judged", justify="right")
    table.add_column("must kept", justify="right")
    table.add_column("should kept", justify="right")
    table.add_column("not judged", overflow="fold")
    for chapter in spec.chapters:
        rows = [clause for clause in run.clauses if clause.chapter == chapter.name]
        if rows:
            table.add_row(chapter.title, *_cells(run, rows))
    table.add_row(Text("all", style="bold"), *_cells(run, list(run.clauses)))
    console.print(table)
    console.print()


def _cells(run: Run, clauses: list[Clause]) -> list[Text | str]:
    judgements = [run.judgements[clause.id] for clause in clauses]
    judged = [judgement for judgement in judgements if _is_judged(judgement)]
    cells: list[Text | str] = [f"{len(judged)}/{len(clauses)}"]
    for level in ("must", "should"):
        of_level = [
            run.judgements[clause.id]
            for clause in clauses
            if clause.level == level and _is_judged(run.judgements[clause.id])
        ]
        broken = sum(judgement.broken for judgement in of_level)
        declared = sum(judgement.verdict is Verdict.XFAIL for judgement in of_level)
        kept = len(of_level) - broken - declared
        style = BROKEN_STYLE if broken else STYLES[Verdict.XFAIL if declared else Verdict.PASS]
        cells.append(Text(f"{kept}/{len(of_level)}", style=style) if of_level else "-")
    others = Counter(str(j.verdict) for j in judgements if not _is_judged(j))
    cells.append(", ".join(f"{count} {word}" for word, count in sorted(others.items())))
    return cells


def _is_judged(judgement: Judgement) -> bool:
    return judgement.broken or judgement.verdict in (
        Verdict.PASS,
        Verdict.OBSERVED,
        Verdict.XFAIL,
        Verdict.XPASS,
    )


def _show_broken(
    console: Console, run: Run, clause: Clause, judgement: Judgement, command: str
) -> None:
    title = Text()
    title.append(f"{clause.id} {judgement.verdict}", style=BROKEN_STYLE)
    departure = ", a departure" if clause.level == "should" and judgement.broken else ""
    title.append(f"  {clause.level}{departure}; basis: {', '.join(clause.basis)}", style="dim")
    console.print(title)
    _indented(console, clause.sentence)
    _indented(console, judgement.detail, style="yellow", margin=4)
    if judgement.deviation:
        _indented(console, f"declared: {judgement.deviation}", margin=4)
    if judgement.history:
        _indented(console, "events: " + ", ".join(judgement.history), margin=4)
    blocked = [j.clause for j in run.judgements.values() if j.foundation == clause.id]
    if blocked:
        _indented(console, f"blocks {', '.join(blocked)}", margin=4)
    if judgement.stacks:
        stacks = _shortened(short_stacks(judgement.stacks), STACK_LINES)
        _indented(console, stacks, style="dim", margin=4)
    elif judgement.output.strip():
        tail = judgement.output.strip().splitlines()[-OUTPUT_LINES:]
        _indented(console, "its output ends with:\n" + "\n".join(tail), style="dim", margin=4)
    # Not wrapped: it is there to be copied.
    console.print(f"    {command} --clause {clause.id}", markup=False, soft_wrap=True)
    console.print()


def _indented(console: Console, text: str, style: str = "", margin: int = 2) -> None:
    console.print(Padding(Text(text, style=style), (0, 0, 0, margin)))


def _shortened(text: str, lines: int) -> str:
    every = text.strip().splitlines()
    if len(every) <= lines:
        return "\n".join(every)
    left = len(every) - lines
    return "\n".join([*every[:lines], f"… {left} more lines in the report (--report FILE)"])


def short_stacks(stacks: str) -> str:
    """Return stacks with the last parts of each path only, to fit a narrow terminal."""
    return _FRAME.sub(lambda match: f"  {_last_parts(match['path'])}:{match['rest']}", stacks)


def _last_parts(path: str) -> str:
    return "/".join(path.replace("\\", "/").split("/")[-2:])


def _show_observed(console: Console, run: Run) -> None:
    """Print the outcomes that were seen where the specification leaves a choice."""
    seen = [j for clause in run.clauses if (j := run.judgements[clause.id]).verdict == "observed"]
    if not seen:
        return
    console.print("observed, where the specification leaves a choice:")
    for judgement in seen:
        _indented(console, f"{judgement.clause} {judgement.detail}", STYLES[Verdict.OBSERVED])
    console.print()


def _show_declared(console: Console, run: Run) -> None:
    """Print the clauses that are declared to fail, why, and what they came to this time."""
    if not run.declared:
        return
    console.print("declared deviations:")
    for judgement in run.declared:
        racy = ", which it may" if judgement.verdict != Verdict.XFAIL else ""
        title = f"{judgement.clause} {judgement.verdict} ({judgement.shown}{racy})"
        console.print(Padding(Text(title, style=STYLES[Verdict.XFAIL]), (0, 0, 0, 2)))
        _indented(console, judgement.deviation, margin=4)
        if judgement.link:
            console.print(f"    {judgement.link}", markup=False, soft_wrap=True)
    console.print()


def _show_aside(console: Console, run: Run) -> None:
    """Print, reason by reason, what was not judged: nothing is passed over in silence."""
    reasons: dict[str, list[str]] = {}
    for clause in run.clauses:
        judgement = run.judgements[clause.id]
        if judgement.verdict in (Verdict.UNSUPPORTED, Verdict.BLOCKED):
            reasons.setdefault(f"{judgement.verdict}: {judgement.detail}", []).append(clause.id)
    for reason, ids in reasons.items():
        console.print(Text(f"{', '.join(ids)} {reason}", style="dim"))
    if reasons:
        console.print()


def _show_ending(console: Console, ending: Ending | None) -> None:
    if ending is not None and ending.verdict is not Verdict.PASS:
        console.print(Text(f"the end of the judged process: {ending.verdict}", style=BROKEN_STYLE))
        _indented(console, _shortened(ending.detail, STACK_LINES))
        console.print()


def show_conclusion(console: Console, run: Run) -> None:
    """Print whether the executor conforms."""
    name = escape(run.header["name"])
    style, word = ("green", "conforming") if run.conforming else ("red", "not conforming")
    console.print(f"[bold {style}]{word}[/]: {name}{escape(remark_on(run))}")


def command_for(target: str, options: list[str]) -> str:
    """Return the command line that judges a target again."""
    return shlex.join(["executor-conformance", "check", target, *options])
