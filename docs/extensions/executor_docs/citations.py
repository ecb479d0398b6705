"""The places in the reference implementation that cite a clause in a comment."""

from __future__ import annotations

import importlib.util
import tokenize
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from executor_docs.prose import CLAUSE_ID


@dataclass(frozen=True)
class Citation:
    """A comment at a line of a module, such as `future` for `future.py`."""

    module: str
    path: Path
    line: int


@cache
def reference_files() -> tuple[Path, ...]:
    """Return the modules of the reference implementation, or nothing where there is none."""
    found = importlib.util.find_spec("executor_reference")
    if found is None or found.origin is None:
        return ()
    return tuple(sorted(Path(found.origin).parent.glob("*.py")))


def citations_of(clause_id: str) -> list[Citation]:
    """Return all citations of a clause, in the order of files and lines."""
    return _citations().get(clause_id, [])


@cache
def _citations() -> dict[str, list[Citation]]:
    found: defaultdict[str, list[Citation]] = defaultdict(list)
    for path in reference_files():
        for line, comment in comments(path):
            for clause_id in dict.fromkeys(CLAUSE_ID.findall(comment)):
                found[clause_id].append(Citation(path.stem, path, line))
    return dict(found)


def comments(path: Path) -> list[tuple[int, str]]:
    """Return the comments of a Python file with their lines."""
    with path.open("rb") as file:
        return [
            (token.start[0], token.string)
            for token in tokenize.tokenize(file.readline)
            if token.type == tokenize.COMMENT
        ]
