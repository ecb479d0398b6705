"""The closed sets of words that a clause is described with."""

from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """How strongly a clause binds, in the sense of RFC 2119."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    IMPLEMENTATION_DEFINED = "implementation-defined"


class Basis(StrEnum):
    """What a clause rests on, from the tutorial that started this to a ruling of ours."""

    FOUNDING = "founding"
    DOCUMENTED = "documented"
    PEP = "pep"
    TESTS = "tests"
    IMPLEMENTATION = "implementation"
    RULING = "ruling"


class Kind(StrEnum):
    """Where an executor runs its calls."""

    INLINE = "inline"
    THREAD = "thread"
    GREEN = "green"
    INTERPRETER = "interpreter"
    PROCESS = "process"
    DISTRIBUTED = "distributed"


class PythonVersion(NamedTuple):
    """A feature release of Python; compares with `sys.version_info[:2]`."""

    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"
