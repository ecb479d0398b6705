"""The messages that a process pool and its workers exchange.

From the pool come pickled calls `(fn, args, kwargs)`, and an empty message that tells the worker
to end. The worker first sends an empty message, or the traceback of its initializer, and then for
each call a pickled outcome: `(True, value)`, or `(False, (exception, traceback))` in which the
exception is pickled by itself, so that one that cannot be rebuilt spoils nothing else.
"""

import io
import traceback
from multiprocessing.reduction import ForkingPickler
from pickle import PicklingError, loads
from typing import Any

END = b""
READY = b""


class TracebackText(Exception):  # noqa: N818  # not an error, but what led to one
    """The traceback of an exception, as text, and as the cause of it."""

    def __str__(self) -> str:
        return f'\n"""\n{self.args[0]}"""'


def dumps(obj: object) -> bytes:
    """Pickle an object as `multiprocessing` does, which can send connections, for example."""
    buffer = io.BytesIO()
    ForkingPickler(buffer).dump(obj)
    return buffer.getvalue()


def encode_failure(error: BaseException) -> bytes:
    """Return the message that a call has raised `error`."""
    try:
        pickled = dumps(error)  # PRC-08
    except BaseException as reason:  # ERR-11
        name = type(error).__qualname__
        text = f"the call raised {name}, which cannot be pickled: {reason!r}"
        pickled = dumps(PicklingError(text))
    return dumps((False, (pickled, describe(error))))


def describe(error: BaseException) -> str:
    """Return the traceback of an exception, even if its own text cannot be had."""
    try:
        return "".join(traceback.format_exception(error))
    except BaseException as reason:
        return f"{type(error).__qualname__}, whose traceback cannot be shown: {reason!r}\n"


def detach(error: BaseException) -> BaseException:
    """Replace the traceback by its text: as an object it would keep all that its frames hold."""
    error.__cause__ = TracebackText(describe(error))
    return error.with_traceback(None)


def decode_outcome(message: bytes) -> tuple[Any, BaseException | None]:
    """Return the value of a call and None, or something and the exception of the call.

    If the outcome cannot be rebuilt, what prevents this is the exception (ERR-12).
    """
    try:
        succeeded, content = loads(message)
        if succeeded:
            return content, None
        pickled, text = content
        error = rebuild(pickled)
        error.__cause__ = TracebackText(text)  # PRC-09
    except BaseException as reason:
        return None, detach(reason)
    return None, error


def rebuild(pickled: bytes) -> BaseException:
    """Unpickle an exception, or return what prevents that."""
    try:
        error = loads(pickled)
    except BaseException as reason:
        reason.add_note("This happened while the exception of a call was being unpickled.")
        return detach(reason)
    if isinstance(error, BaseException):
        return error
    return TypeError(f"the exception of a call was unpickled as {error!r}, which is none")
