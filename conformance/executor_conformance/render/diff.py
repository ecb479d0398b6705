"""Two reports side by side: as text, as Markdown, or as JSON."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from executor_conformance.comparing import Comparison, Difference, ReportDiff, Side
    from executor_conformance.reports import ReportedRun

WIDTH = 80


def as_text(found: ReportDiff) -> str:
    """Return the differences as text of at most 80 columns."""
    return "\n".join(_text(found)) + "\n"


def as_markdown(found: ReportDiff) -> str:
    """Return the differences as Markdown, with a table for each pair of runs."""
    return "\n".join(_markdown(found)) + "\n"


def as_json(found: ReportDiff) -> str:
    """Return the differences as JSON."""
    values = {
        "same": found.same,
        "runs": [_pair_to_json(pair) for pair in found.comparisons],
        "only_first": [_who(run) for run in found.only_first],
        "only_second": [_who(run) for run in found.only_second],
    }
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"


FORMATS = {"text": as_text, "markdown": as_markdown, "json": as_json}


def _text(found: ReportDiff) -> Iterator[str]:
    for pair in found.comparisons:
        yield from _wrapped(f"- {pair.first.title}")
        yield from _wrapped(f"+ {pair.second.title}")
        yield ""
        for difference in pair.differences:
            yield from _difference(difference)
        if pair.differences:
            yield ""
        for line in _totals(pair):
            yield from _wrapped(line)
        yield ""
    for line in _alone(found):
        yield from _wrapped(line)


def _difference(difference: Difference) -> Iterator[str]:
    first, second = difference.first, difference.second
    stale = "  (stale: the clause was reworded)" if difference.stale else ""
    yield f"{difference.clause}  {first.word} -> {second.word}{stale}"
    for sign, side in (("-", first), ("+", second)):
        for told in _told(side):
            yield from _wrapped(f"{sign} {told}", margin="    ")


def _told(side: Side) -> Iterable[str]:
    if side.outcomes:
        return side.outcomes
    return () if side.verdict == "pass" else side.detail.splitlines()[:1]


def _totals(pair: Comparison) -> Iterator[str]:
    yield f"{len(pair.differences)} of {pair.compared} clauses differ"
    if pair.reworded:
        yield f"reworded between the two, with the same verdict: {', '.join(pair.reworded)}"
    for key, what in (("kit", "kit"), ("spec", "specification")):
        first, second = pair.first.header[key], pair.second.header[key]
        if first != second:
            yield f"judged by different versions of the {what}: {first} and {second}"


def _alone(found: ReportDiff) -> Iterator[str]:
    for which, runs in (("first", found.only_first), ("second", found.only_second)):
        for run in runs:
            yield f"only in the {which} report: {run.title}"


def _wrapped(text: str, margin: str = "") -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=margin, subsequent_indent=f"{margin}  ", break_long_words=False
    )


def _markdown(found: ReportDiff) -> Iterator[str]:
    for pair in found.comparisons:
        yield f"## {_cell(pair.first.title)} → {_cell(pair.second.title)}"
        yield ""
        if pair.differences:
            yield "| clause | before | after | |"
            yield "| --- | --- | --- | --- |"
        for difference in pair.differences:
            cells = [difference.clause, *map(_side_cell, (difference.first, difference.second))]
            yield f"| {' | '.join(cells)} | {'stale' if difference.stale else ''} |"
        if pair.differences:
            yield ""
        yield from (f"{line}." for line in _totals(pair))
        yield ""
    yield from (f"{_cell(line)}." for line in _alone(found))


def _side_cell(side: Side) -> str:
    told = "; ".join(_told(side))
    return _cell(f"{side.word}: {told}" if told else side.word)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def _pair_to_json(pair: Comparison) -> dict[str, Any]:
    return {
        "first": _who(pair.first),
        "second": _who(pair.second),
        "compared": pair.compared,
        "reworded": list(pair.reworded),
        "differences": [
            {
                "clause": difference.clause,
                "stale": difference.stale,
                "first": _side_to_json(difference.first),
                "second": _side_to_json(difference.second),
            }
            for difference in pair.differences
        ],
    }


def _side_to_json(side: Side) -> dict[str, Any]:
    values = {"verdict": side.verdict, "shown": side.shown, "outcomes": list(side.outcomes)}
    return {**{key: value for key, value in values.items() if value}, "detail": side.detail}


def _who(run: ReportedRun) -> dict[str, Any]:
    keys = ("name", "version", "python", "platform", "kit", "spec", "spec_hash")
    return {key: run.header[key] for key in keys}
