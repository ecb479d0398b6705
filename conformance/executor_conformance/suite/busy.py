"""Executors whose workers are busy, so that calls wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from executor_conformance import tasks

if TYPE_CHECKING:
    from collections.abc import Callable

    from executor_conformance.rendezvous.protocols import Gate


def make_busy(
    make_executor: Callable[..., Any], gate: Gate, count: int
) -> tuple[Any, Any, list[Any]]:
    """Return an executor, a call that holds its only worker at a gate, and `count` that wait."""
    executor = make_executor(max_workers=1)
    running = executor.submit(tasks.start_then_pass_gate, gate, "first")
    gate.journal.wait_for("first started")
    names = [f"call {i}" for i in range(count)]
    waiting = [executor.submit(tasks.start_then_pass_gate, gate, name) for name in names]
    return executor, running, waiting
