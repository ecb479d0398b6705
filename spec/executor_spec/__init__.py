"""The specification of `concurrent.futures.Executor` as data.

Each promise is a clause with an id that never changes; the clauses of one area form a chapter::

    import executor_spec

    specification = executor_spec.load()
    for chapter in specification.chapters:
        print(chapter.title, len(chapter.clauses))

    clause = specification.clause("SHD-02")
    print(clause.level, clause.sentence)
    print("because:", clause.why)
    for source in clause.sources:
        print(source.text, source.url or "")

`clause.needs` says which executors it applies to, `clause.builds_on` which clauses must hold
before it can be judged, and `clause.hash` changes with what a verdict depends on. In sentences
and reasons, code stands between single backquotes. `load` checks all that it reads and raises
`SpecificationError`, which says where the fault is and what to do.

The data are the TOML files beside this one: `contents.toml` lists the chapters in reading order,
`capabilities.toml` the optional abilities that clauses may need, and `chapters/` holds one file
for each chapter.
"""

from executor_spec.errors import SpecificationError, UnknownChapterError, UnknownClauseError
from executor_spec.loader import load
from executor_spec.model import Capability, Chapter, Clause, Needs, Specification
from executor_spec.source import Source
from executor_spec.version import VERSION
from executor_spec.vocabulary import Basis, Kind, Level, PythonVersion

__all__ = [
    "VERSION",
    "Basis",
    "Capability",
    "Chapter",
    "Clause",
    "Kind",
    "Level",
    "Needs",
    "PythonVersion",
    "Source",
    "Specification",
    "SpecificationError",
    "UnknownChapterError",
    "UnknownClauseError",
    "load",
]
