"""Runs as a job of GitHub Actions shows them: annotations, and a summary of the job."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from executor_conformance.judgement import Verdict
from executor_conformance.render.words import conclusion, first_line, outcome_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from executor_conformance.checking import Run
    from executor_conformance.judgement import Judgement
    from executor_spec import Clause


def workflow_commands(run: Run) -> Iterator[str]:
    """Yield a workflow command for each broken clause: an error, or a warning for a departure."""
    name = run.header["name"]
    for clause in run.clauses:
        judgement = run.judgements[clause.id]
        outcome = outcome_of(judgement, clause, strict=run.strict)
        if outcome in ("failed", "error"):
            yield _command("error", f"{clause.id} {judgement.verdict}, {name}", clause, judgement)
        elif judgement.broken:
            yield _command("warning", f"{clause.id} departure, {name}", clause, judgement)
    if not run.ended_well and run.ending is not None:
        title = _property(f"the end of the judged process, {name}")
        yield f"::error title={title}::{_data(f'{run.ending.verdict}: {run.ending.detail}')}"


def summary(runs: Sequence[Run]) -> str:
    """Return the summary of a job, in Markdown."""
    return "\n".join(line for run in runs for line in _summary(run)) + "\n"


def _command(level: str, title: str, clause: Clause, judgement: Judgement) -> str:
    text = f"{clause.sentence}\n{judgement.detail}"
    return f"::{level} title={_property(title)}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _summary(run: Run) -> Iterator[str]:
    head = run.header
    yield f"### {_inline(conclusion(run))}"
    yield ""
    who = f"{head['name']} {head['version']}".strip()
    yield _inline(
        f"{who} (kind {head['kind']}), {head['python']}, {head['platform']}; "
        f"specification {head['spec']} ({head['spec_hash']}), kit {head['kit']}"
    )
    yield ""
    counts = Counter(str(run.judgements[clause.id].verdict) for clause in run.clauses)
    yield ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
    yield ""
    telling = [
        (clause, judgement)
        for clause in run.clauses
        if (judgement := run.judgements[clause.id]).broken
        or judgement.verdict in (Verdict.ERROR, Verdict.UNTESTED, Verdict.XPASS)
    ]
    if telling:
        yield "| clause | level | verdict | what was seen |"
        yield "| --- | --- | --- | --- |"
        for clause, judgement in telling:
            seen = _inline(first_line(judgement.detail))
            yield f"| {clause.id} | {clause.level} | {judgement.verdict} | {seen} |"
        yield ""
    if not run.ended_well and run.ending is not None:
        yield f"The end of the judged process: {run.ending.verdict}"
        yield ""
    if run.declared:
        yield f"<details><summary>Declared deviations ({len(run.declared)})</summary>"
        yield ""
        for judgement in run.declared:
            link = f" {judgement.link}" if judgement.link else ""
            yield f"- {judgement.clause} ({judgement.shown}): {_inline(judgement.deviation)}{link}"
        yield ""
        yield "</details>"
        yield ""


def _inline(text: str) -> str:
    """Return a text that stays one cell of a table and starts no tag; code stays code."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    return " ".join(escaped.split())
