"""The adapters that come with the kit, on a terminal or as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from executor_conformance.adapters.catalogue import ReadyMade


def list_adapters(console: Console, adapters: Iterable[ReadyMade]) -> None:
    """Print a table: each one's name, what it is, and what is installed of it."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("name", no_wrap=True)
    table.add_column("what is judged")
    table.add_column("here", no_wrap=True)
    absent = False
    for ready in adapters:
        absent = absent or bool(ready.package and not ready.installed())
        table.add_row(ready.name, Text(ready.says), Text(_here(ready)))
    console.print(table)
    if absent:
        console.print()
        console.print(Text("For what is not installed: pip install 'executor-conformance[EXTRA]'"))


def adapters_as_json(adapters: Iterable[ReadyMade]) -> str:
    """Return the same as a JSON list, with why one cannot be judged here, if it cannot."""
    rows = [
        asdict(ready) | {"here": _here(ready), "why_not": ready.why_not()} for ready in adapters
    ]
    return json.dumps(rows, indent=2)


def _here(ready: ReadyMade) -> str:
    if sys.version_info[:2] < ready.since:
        return "from Python " + ".".join(map(str, ready.since))
    if not ready.package:
        return "yes"
    version = ready.installed()
    return f"{ready.package} {version}" if version else f"extra {ready.extra}"
