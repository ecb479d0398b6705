"""Mutants of the chapter on lifetime."""

from __future__ import annotations

import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.registry import mutant
from executor_conformance.mutants.wrappers import WrappedFuture

if TYPE_CHECKING:
    from collections.abc import Callable


@mutant("LIF-08")
class CancelsDroppedFutures(ThreadPoolExecutor):
    """Takes a future that nobody holds for a call that nobody wants."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        inner = super().submit(fn, *args, **kwargs)
        outer = WrappedFuture(inner)
        weakref.finalize(outer, inner.cancel)
        return outer


class _HoldsItselfWeakly(WrappedFuture):
    def add_done_callback(self, fn: Callable[..., object]) -> None:
        weakly = weakref.ref(self)

        def call_back(_: Any) -> None:
            if (future := weakly()) is not None:
                fn(future)

        self._inner.add_done_callback(call_back)


@mutant("LIF-08", shows=("hang",))
class ForgetsDroppedFutures(ThreadPoolExecutor):
    """Holds its futures by weak references, and so loses the callbacks of those dropped."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return _HoldsItselfWeakly(super().submit(fn, *args, **kwargs))
