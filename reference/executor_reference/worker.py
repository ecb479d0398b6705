"""What runs in a worker process."""

import os
from collections.abc import Callable
from pickle import loads
from typing import TYPE_CHECKING, Any

from executor_reference.future import log
from executor_reference.transport import END, READY, describe, dumps, encode_failure

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


def serve(
    connection: "Connection[Any, Any]",
    initializer: Callable[..., object] | None,
    initargs: tuple[Any, ...],
) -> None:
    """Execute calls until told to end, or until the pool is gone."""
    if hasattr(os, "register_at_fork"):
        # Children of a task must not keep this connection open: its end is how a death is noticed.
        os.register_at_fork(after_in_child=connection.close)
    try:
        connection.send_bytes(prepare(initializer, initargs))
        while (message := connection.recv_bytes()) != END:
            reply = execute(message)
            del message
            connection.send_bytes(reply)
            del reply  # LIF-02, LIF-03
    except (EOFError, OSError):
        pass  # EXI-12: the parent has died, and nobody needs this process any more.


def prepare(initializer: Callable[..., object] | None, initargs: tuple[Any, ...]) -> bytes:
    """Call the initializer; return READY, or the text of its error."""
    try:
        if initializer is not None:
            initializer(*initargs)  # INI-01, INI-02, INI-03, INI-08
    except BaseException as error:
        log.critical("an initializer of a process pool raised", exc_info=True)  # INI-09
        return describe(error).encode(errors="backslashreplace")
    return READY


def execute(message: bytes) -> bytes:
    """Make the call and return its outcome; whatever goes wrong is the outcome too."""
    try:
        fn, args, kwargs = loads(message)  # ERR-12, PRC-04, PRC-07
        return dumps((True, fn(*args, **kwargs)))  # ERR-11, PRC-02, PRC-03
    except BaseException as error:  # RES-12
        return encode_failure(error)


def run_chunk(fn: Callable[..., Any], chunk: tuple[tuple[Any, ...], ...]) -> list[Any]:
    """Make several calls of `map` as one."""
    return [fn(*args) for args in chunk]
