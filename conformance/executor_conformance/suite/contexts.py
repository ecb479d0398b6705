"""Contexts of `multiprocessing` for tests that start workers one by one."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from executor_conformance.detection import Profile


def quick_context() -> BaseContext:
    """Return the context that starts processes fastest without forking the judged one."""
    quick = "forkserver" in multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("forkserver" if quick else "spawn")


def quickly(profile: Profile) -> dict[str, Any]:
    """Return the keywords that make an executor start its workers fast, if it can be told."""
    return {"mp_context": quick_context()} if profile.has("mp_context") else {}


def context_that_can_run_out() -> Any:
    """Return a context that starts processes until its `exhausted` is set."""
    quick: Any = type(quick_context())

    class Context(quick):  # type: ignore[misc]
        exhausted = False

        def Process(self, *args: Any, **kwargs: Any) -> Any:  # noqa: N802 (as contexts name it)
            if self.exhausted:
                raise OSError("no more processes, on purpose")
            return super().Process(*args, **kwargs)

    return Context()
