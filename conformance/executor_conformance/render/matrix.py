"""Several reports side by side: as a page, as Markdown, or as JSON."""

from __future__ import annotations

import itertools
import json
from dataclasses import asdict
from html import escape
from typing import TYPE_CHECKING

from executor_conformance.matrix import AGAINST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from executor_conformance.comparing import Side
    from executor_conformance.matrix import Column, Matrix, Row

MARKS = {
    "pass": "✓",
    "observed": "○",
    "unsupported": "·",
    "not planned": "",
    "blocked": "¬",
    "xfail": "≈",
}
"""How a verdict is shown; what breaks a clause is shown by its name."""

MEANING = (
    "✓ kept; ○ observed, where the specification leaves it open; ≈ declared to fail, and does; "
    "¬ not judged, since it builds on what is broken; · not about this executor"
)

_STYLE = """
body { font: 15px/1.4 system-ui, sans-serif; margin: 2rem; color: #222; background: #fff; }
table { border-collapse: collapse; }
th, td { padding: .2rem .5rem; border-bottom: 1px solid #ddd; text-align: center; }
thead { position: sticky; top: 0; z-index: 2; }
thead th { background: #fff; vertical-align: bottom; font-size: .8rem; }
th[scope=colgroup] { border-left: 1px solid #ddd; border-right: 1px solid #ddd; }
th[scope=row] { text-align: left; font-weight: normal; white-space: nowrap; }
th[scope=row], th[rowspan] { position: sticky; left: 0; background: #fff; }
tr.chapter th { text-align: left; padding-top: 1rem; font-weight: 600; }
td.broken { background: #fbdcd9; color: #8a1810; }
td.xfail { background: #fdf1cf; }
td.quiet { color: #777; }
small { color: #666; font-weight: normal; }
summary { cursor: pointer; margin: 1.5rem 0 .5rem; }
@media (prefers-color-scheme: dark) {
  body, thead th, th[scope=row] { color: #ddd; background: #181818; }
  th, td { border-color: #444; }
  td.broken { background: #5a1f1a; color: #ffd9d5; }
  td.xfail { background: #4d3f12; }
  td.quiet, small { color: #999; }
}
"""


def as_html(found: Matrix) -> str:
    """Return a page that needs nothing but itself."""
    return "\n".join(_html(found)) + "\n"


def as_markdown(found: Matrix) -> str:
    """Return a table of the clauses on which some run has something to say."""
    return "\n".join(_markdown(found)) + "\n"


def as_json(found: Matrix) -> str:
    """Return all of it as JSON."""
    columns = [asdict(column) for column in found.columns]
    rows = [
        {"clause": row.clause, "level": row.level, "verdicts": [cell.word for cell in row.cells]}
        for row in found.rows
    ]
    return json.dumps({"columns": columns, "rows": rows}, indent=2, ensure_ascii=False) + "\n"


FORMATS = {"html": as_html, "markdown": as_markdown, "json": as_json}


def _html(found: Matrix) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>Executors, judged</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    yield "<h1>Executors, judged</h1>"
    yield f"<p>{_count(found)} {escape(MEANING)}. A cell tells more when pointed at.</p>"
    yield from _table(found, found.telling)
    quiet = tuple(row for row in found.rows if row.quiet)
    if quiet:
        yield f"<details>\n<summary>The {len(quiet)} clauses that all of them keep</summary>"
        yield from _table(found, quiet)
        yield "</details>"
    yield "</body>\n</html>"


def _table(found: Matrix, rows: tuple[Row, ...]) -> Iterator[str]:
    yield '<table>\n<thead>\n<tr><th rowspan="2">clause</th>'
    for name, same in itertools.groupby(found.columns, key=lambda column: column.name):
        yield f'<th scope="colgroup" colspan="{len([*same])}">{escape(name)}</th>'
    yield "</tr>\n<tr>"
    yield from (f'<th scope="col">{_head(column)}</th>' for column in found.columns)
    yield "</tr>\n</thead>\n<tbody>"
    for chapter, group in itertools.groupby(rows, key=lambda row: row.chapter):
        span = len(found.columns) + 1
        yield f'<tr class="chapter"><th colspan="{span}">{escape(chapter)}</th></tr>'
        for row in group:
            title = f' title="{escape(row.sentence, quote=True)}"'
            yield f'<tr><th scope="row"{title}>{row.clause} <small>{row.level}</small></th>'
            yield "".join(_cell(cell) for cell in row.cells) + "</tr>"
    yield "</tbody>\n</table>"


def _head(column: Column) -> str:
    version = "" if column.version in column.python else f"{escape(column.version)}<br>"
    totals = (
        f"<small>{column.broken} broken<br>{column.declared} declared<br>{column.judged} judged"
    )
    return f"{version}{escape(column.python)}<br>{totals}</small>"


def _cell(cell: Side) -> str:
    sort = "broken" if cell.verdict in AGAINST else "xfail" if cell.verdict == "xfail" else "quiet"
    told = "; ".join(cell.outcomes) or ("" if cell.verdict == "pass" else cell.detail)
    title = f"{cell.word}: {told}" if told else cell.word
    mark = MARKS.get(cell.verdict, cell.verdict)
    return f'<td class="{sort}" title="{escape(title, quote=True)}">{escape(mark)}</td>'


def _markdown(found: Matrix) -> Iterator[str]:
    yield f"{_count(found)} {MEANING}."
    yield ""
    heads = [f"{column.name} {column.python}".replace("|", "\\|") for column in found.columns]
    yield f"| clause | {' | '.join(heads)} |"
    yield f"| --- |{' :-: |' * len(heads)}"
    for row in found.telling:
        marks = [MARKS.get(cell.verdict, cell.verdict) for cell in row.cells]
        yield f"| {row.clause} {row.level} | {' | '.join(marks)} |"


def _count(found: Matrix) -> str:
    runs, clauses = len(found.columns), len(found.rows)
    return (
        f"{runs} run{'s' * (runs != 1)} on {clauses} clause{'s' * (clauses != 1)}, "
        f"{len(found.telling)} of which have something to tell."
    )
