"""Mutants of the chapter on interpreter pools.

They are pools of threads that say they are interpreters, and so can be judged on every Python.
"""

from __future__ import annotations

import pickle
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.thread import BrokenThreadPool
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.registry import as_if_standard, mutant
from executor_conformance.mutants.threads import with_copied_globals

if TYPE_CHECKING:
    from collections.abc import Callable


@mutant("INT-01", kind="interpreter")
class SharesTheInterpreter(ThreadPoolExecutor):
    """Runs its calls in threads of the program's own interpreter."""


@mutant("INT-02", kind="interpreter")
class SharesModules(ThreadPoolExecutor):
    """Lets its workers use the modules of the program."""


@mutant("INT-03", kind="interpreter")
class StartsAfreshForEachCall(ThreadPoolExecutor):
    """Gives each call modules as they are after an import."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(with_copied_globals(fn), *args, **kwargs)


@mutant("INT-04", kind="interpreter")
class BreaksOnWhatCannotCross(ThreadPoolExecutor):
    """Is broken once it was given a call that cannot be pickled."""

    _broken_by: Exception | None = None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if self._broken_by is not None:
            raise BrokenThreadPool("a worker has died") from self._broken_by
        try:
            pickle.dumps((fn, args, kwargs))
        except Exception as error:
            self._broken_by = error
            future: Future[Any] = Future()
            future.set_exception(error)
            return future
        return super().submit(fn, *args, **kwargs)


@as_if_standard
@mutant("INT-05", kind="interpreter")
class HasNoCause(ThreadPoolExecutor):
    """Gives an exception as it was raised, without a cause."""


@as_if_standard
@mutant("INT-06", kind="interpreter")
class BreaksLikeThreads(ThreadPoolExecutor):
    """Raises the error of a pool of threads once an initializer has failed."""
