"""What a file of declarations takes over: from the standard library's, and from other files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from executor_conformance.deviations.standard import of_standard
from executor_conformance.errors import UsageError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from executor_conformance.deviations.model import Deviation
    from executor_spec.table import Table

KEYS = ("standard", "start-method", "file", "except")
STANDARD = ("ThreadPoolExecutor", "ProcessPoolExecutor", "InterpreterPoolExecutor")
METHODS = ("fork", "forkserver", "spawn")


def inherited(
    table: Table, path: Path, read: Callable[[Path], tuple[Deviation, ...]]
) -> Iterator[Deviation]:
    """Yield the declarations that an ``[[inherit]]`` table of the file at `path` takes over.

    It names either a class of `concurrent.futures` or another file beside this one, which `read`
    reads, and the clauses that are left out. Raises `UsageError`.
    """
    table.require_known(KEYS)
    if ("standard" in table) == ("file" in table):
        raise UsageError(f"{table.where}: name one of 'standard' and 'file', and not both")
    left_out = table.strings("except") if "except" in table else ()
    of_file = "file" in table
    found = read(path.with_name(table.line("file"))) if of_file else _of_standard(table)
    clauses = {deviation.clause for deviation in found}
    for clause in left_out:
        if clause not in clauses:
            raise UsageError(
                f"{table.where}: 'except' names {clause!r}, from which nothing is inherited"
                f"{nearest(clause, sorted(clauses))}"
            )
    for deviation in found:
        if deviation.clause not in left_out:
            yield replace(
                deviation, source=f"{deviation.source}, inherited by {table.where}: add an 'except'"
            )


def _of_standard(table: Table) -> tuple[Deviation, ...]:
    name = table.line("standard")
    method = table.line("start-method") if "start-method" in table else ""
    if name not in STANDARD:
        raise UsageError(f"{table.where}: 'standard' is {name!r}{nearest(name, STANDARD)}")
    if method and method not in METHODS:
        raise UsageError(f"{table.where}: 'start-method' is {method!r}{nearest(method, METHODS)}")
    return of_standard(name, method)
