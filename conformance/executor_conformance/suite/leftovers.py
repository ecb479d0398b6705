"""Futures that nobody will settle any more, found without waiting for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from executor_conformance.child.helping import Helper

LOOKS = 4


def shut_down_and_find_pending(executor: Any, futures: Sequence[Any], helper: Helper) -> list[int]:
    """Shut an executor down and return the places of the futures that are pending all the same.

    An executor whose `shutdown` returned before its calls had ended breaks another clause. It gets
    a moment here, so that it is not blamed for both.
    """
    executor.shutdown(wait=True)
    helper.look_for(lambda: all(future.done() for future in futures), LOOKS)
    return [place for place, future in enumerate(futures) if not future.done()]
