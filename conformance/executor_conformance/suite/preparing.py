"""Futures in a certain state, as tests of several chapters need them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from executor_conformance import tasks

if TYPE_CHECKING:
    from collections.abc import Callable

    from executor_conformance.rendezvous.protocols import Gate


def cancellable(executor: Any, gate: Gate, queued: int) -> Any:
    """Submit so many calls that wait at a gate, and return the future of the last."""
    return [executor.submit(tasks.pass_gate, gate) for _ in range(queued)][-1]


def cancel_or_skip(future: Any) -> None:
    """Cancel a call, or skip the test if that is refused: another clause says that it must not."""
    if not future.cancel():
        pytest.skip("no waiting call could be cancelled")


def error_of(function: Callable[[], object]) -> BaseException | None:
    """Return the exception that a function raises, or None."""
    try:
        function()
    except BaseException as error:
        return error
    return None


def futures_in_all_states(
    executor: Any, gates: Callable[[int], tuple[Gate, ...]], wait: Callable[..., Any], queued: int
) -> list[Any]:
    """Return futures of calls that returned, that raised, that were cancelled, and that run.

    None of them changes any more before the end of the test.
    """
    first, last = gates(2)
    cancelled = cancellable(executor, first, queued)
    cancelled.cancel()
    first.open()
    ended = [executor.submit(tasks.return_value, i) for i in range(2)]
    ended += [executor.submit(tasks.fail_with, ValueError(i)) for i in range(2)]
    # Until they are done for `wait`, too: that of a cancelled call may take its time.
    wait([*ended, cancelled])
    return [*ended, cancelled, *(executor.submit(tasks.pass_gate, last) for _ in range(2))]
