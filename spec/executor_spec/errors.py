"""What can go wrong when a specification is read or asked."""


class SpecificationError(ValueError):
    """The files of a specification contradict its format or one another.

    The message names the file and the clause, says what is wrong, and what to do about it.
    """

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        super().__init__(f"{where}: {problem}. {remedy}")
        self.where = where
        self.problem = problem
        self.remedy = remedy


class UnknownClauseError(LookupError):
    """There is no clause of this id; the message suggests the nearest ones."""


class UnknownChapterError(LookupError):
    """There is no chapter of this name; the message suggests the nearest ones."""


class UnknownStateError(LookupError):
    """A future has no state of this name; the message suggests the nearest ones."""


class UnknownEventError(LookupError):
    """The state table has no event of this name; the message suggests the nearest ones."""


class UnknownPassageError(LookupError):
    """There is no passage of this id; the message suggests the nearest ones."""


class UnknownEdgeError(LookupError):
    """There is no happens-before edge of this id; the message suggests the nearest ones."""
