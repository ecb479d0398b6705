"""What the closed sets of words in the specification mean, for its readers."""

from executor_spec import Basis, Kind, Level

LEVELS = {
    Level.MUST: "An executor that does not do this is not conforming. Callers may rely on it.",
    Level.SHOULD: (
        "There can be good reasons to depart from it, which the executor's own documentation "
        "ought to give. The kit shows a departure, and does not count it unless asked to."
    ),
    Level.MAY: "Both ways are right. The kit records which one it saw.",
    Level.IMPLEMENTATION_DEFINED: (
        "What happens is left open, within the outcomes that the clause lists. The kit records "
        "the one it saw, and fails any other."
    ),
}

BASES = {
    Basis.FOUNDING: "The tutorial on `concurrent.futures` with which this specification began.",
    Basis.DOCUMENTED: "Python's library reference.",
    Basis.PEP: "PEP 3148, or a later PEP that touches the interface.",
    Basis.TESTS: "CPython's own tests demand it.",
    Basis.IMPLEMENTATION: "CPython's executors behave like this, and programs rely on it.",
    Basis.RULING: "Decided here, where all else is silent. The clause gives the reason.",
}

KINDS = {
    Kind.INLINE: "in the call of `submit` itself, by the thread that called it",
    Kind.THREAD: "on other threads of the same process and interpreter",
    Kind.GREEN: "on green threads, such as those of gevent",
    Kind.INTERPRETER: "in other interpreters of the same process",
    Kind.PROCESS: "in other processes on the same machine",
    Kind.DISTRIBUTED: "on other machines, or wherever a cluster puts them",
}
