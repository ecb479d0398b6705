"""What people read of a run, wherever they read it: plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from executor_conformance.judgement import Verdict, breaks_the_run

if TYPE_CHECKING:
    from executor_conformance.checking import Run
    from executor_conformance.judgement import Judgement
    from executor_spec import Clause

OUTPUT_LINES = 8


def conclusion(run: Run) -> str:
    """Say whether an executor conforms, and with which reservations, in a line."""
    word = "conforming" if run.conforming else "not conforming"
    return f"{word}: {run.header['name']}{remark_on(run)}"


def remark_on(run: Run) -> str:
    """Say what follows the name of an executor that conforms, or does not."""
    broken = len(run.broken)
    if run.conforming:
        remarks = [f"{counted(broken, 'departure')} from a should"] if broken else []
        remarks += [counted(len(run.declared), "declared deviation")] if run.declared else []
        return f", with {' and '.join(remarks)}" if remarks else ""
    if run.judged_nothing:
        return ", nothing was judged"
    stale = sum(judgement.verdict is Verdict.XPASS for judgement in run.judgements.values())
    counts = [f"{broken} broken"] if broken else []
    counts += [f"{stale} declared to fail, but kept"] if stale else []
    return f", {', '.join(counts) or 'see above'}"


def counted(number: int, what: str) -> str:
    """Return a number of things, in the singular if it is one."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def outcome_of(judgement: Judgement, clause: Clause, *, strict: bool) -> str:
    """Sort a judgement as test reports do: passed, skipped, failed or error."""
    if judgement.verdict is Verdict.ERROR:
        return "error"
    if breaks_the_run(judgement, clause.level, strict=strict):
        return "failed"
    return "passed" if judgement.verdict in (Verdict.PASS, Verdict.OBSERVED) else "skipped"


def told_in_full(clause: Clause, judgement: Judgement, command: str) -> str:
    """Return all that there is to say of a broken clause; `command` judges its target again."""
    lines = [
        f"{clause.id} {judgement.verdict} ({clause.level}; basis: {', '.join(clause.basis)})",
        clause.sentence,
        "",
        *judgement.detail.splitlines(),
    ]
    if judgement.deviation:
        lines.append(f"declared: {judgement.deviation}")
    if judgement.history:
        lines.append(f"events: {', '.join(judgement.history)}")
    lines += judgement.stacks.splitlines()
    if judgement.output.strip():
        tail = judgement.output.strip().splitlines()[-OUTPUT_LINES:]
        lines += ["its output ends with:", *tail]
    return "\n".join([*lines, "", f"again: {command} --clause {clause.id}"])


def first_line(text: str) -> str:
    """Return the first line that says something."""
    return text.strip().partition("\n")[0]
