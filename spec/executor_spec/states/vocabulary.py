"""The closed sets of words in the cells of the state table."""

from enum import StrEnum


class Outcome(StrEnum):
    """What the one who causes an event gets."""

    TRUE = "returns True"
    FALSE = "returns False"
    NONE = "returns None"
    VALUE = "returns the value"
    EXCEPTION = "returns the exception"
    FAILURE = "raises the exception"
    TIMEOUT = "raises TimeoutError"
    CANCELLED = "raises CancelledError"
    INVALID_STATE = "raises InvalidStateError"
    RUNTIME = "raises RuntimeError"
    COUNTED = "is counted"
    NOT_COUNTED = "is not counted"


class Effect(StrEnum):
    """What an event does besides."""

    RUNS_CALLBACKS = "runs the callbacks"
    KEEPS_CALLBACK = "keeps the callback"
    CALLS_CALLBACK = "calls the callback"
    WAKES_RESULT = "wakes result and exception"
    WAKES_WAIT = "wakes wait and as_completed"
    WAITS = "waits first"
