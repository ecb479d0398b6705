"""What tests do with calls that wait in the queue of an executor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from executor_conformance import tasks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from executor_conformance.rendezvous.protocols import Gate


def come_past(executor: Any, gate: Gate, queued: Iterable[Any]) -> None:
    """Open the gate of the calls in the queue, and wait until the executor has come past them."""
    gate.open()
    for future in queued:
        if not future.cancelled():
            future.result()
    # A worker may still be at the last one. What comes behind it is taken up later.
    for _ in range(4):
        executor.submit(tasks.return_none).result()
