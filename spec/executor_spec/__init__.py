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

The tutorial with which the specification began is there as well, passage by passage::

    for passage in executor_spec.load_founding().passages:
        print(passage.id, passage.says, passage.clauses)

`load_states` gives the states of a future, and what each event does in each of them::

    print(executor_spec.load_states().cell("pending", "cancel"))

`load_edges` says what happens before what, and where no order may be assumed::

    print(executor_spec.load_edges().edge("H05"))

The data are the TOML files beside this one: `contents.toml` lists the chapters in reading order,
`capabilities.toml` the optional abilities that clauses may need, `chapters/` holds one file for
each chapter, `founding.toml` the passages, `states.toml` the states, and `edges.toml` the edges.
"""

from executor_spec.errors import (
    SpecificationError,
    UnknownChapterError,
    UnknownClauseError,
    UnknownEdgeError,
    UnknownEventError,
    UnknownPassageError,
    UnknownStateError,
)
from executor_spec.founding import load_founding
from executor_spec.loader import load, load_edges, load_states
from executor_spec.model import Capability, Chapter, Clause, Needs, Specification
from executor_spec.passages import FoundingDocument, FoundingSection, Passage, Slip
from executor_spec.source import Source
from executor_spec.version import VERSION
from executor_spec.vocabulary import Basis, Kind, Level, PythonVersion

__all__ = [
    "VERSION",
    "Basis",
    "Capability",
    "Chapter",
    "Clause",
    "FoundingDocument",
    "FoundingSection",
    "Kind",
    "Level",
    "Needs",
    "Passage",
    "PythonVersion",
    "Slip",
    "Source",
    "Specification",
    "SpecificationError",
    "UnknownChapterError",
    "UnknownClauseError",
    "UnknownEdgeError",
    "UnknownEventError",
    "UnknownPassageError",
    "UnknownStateError",
    "load",
    "load_edges",
    "load_founding",
    "load_states",
]
