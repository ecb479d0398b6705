"""Mutants of the chapter on the executor as a context manager."""

from __future__ import annotations

from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.registry import mutant
from executor_conformance.mutants.wrappers import Delegating

if TYPE_CHECKING:
    from collections.abc import Callable


@mutant("CTX-01")
class HasNoWith(ThreadPoolExecutor):
    """Cannot be used in a `with` statement."""

    __enter__ = None  # type: ignore[assignment]


@mutant("CTX-01")
class EntersAProxy(ThreadPoolExecutor):
    """Gives the block something that passes calls on."""

    def __enter__(self) -> Any:
        return Delegating(self)


@mutant("CTX-01")
class EntersNothing(ThreadPoolExecutor):
    """Forgets to return itself."""

    def __enter__(self) -> Any:
        return None


class _GoesOn:
    def __exit__(self, *exc_info: object) -> None:
        self.shutdown(wait=False)  # type: ignore[attr-defined]


@mutant("CTX-02")
class GoesOn(_GoesOn, ThreadPoolExecutor):
    """Does not wait at the end of the block."""


@mutant("CTX-02", kind="process")
class GoesOnBesideProcesses(_GoesOn, ProcessPoolExecutor):
    """Leaves its processes to themselves at the end of the block."""


@mutant("CTX-06")
class LeavesWhatIsClosed(ThreadPoolExecutor):
    """Does nothing at the end of a block in which it was shut down."""

    def __exit__(self, *exc_info: object) -> None:
        if not self._shutdown:
            self.shutdown()


@mutant("CTX-03")
class CancelsOnError(ThreadPoolExecutor):
    """Cancels what has not begun when the block raises."""

    def __exit__(self, *exc_info: object) -> None:
        self.shutdown(cancel_futures=exc_info[0] is not None)


@mutant("CTX-03", kind="process")
class TerminatesOnError(ProcessPoolExecutor):
    """Ends its processes when the block raises."""

    def __exit__(self, *exc_info: object) -> None:
        for process in list(self._processes.values()) if exc_info[0] else ():
            process.terminate()
        self.shutdown()


@mutant("CTX-04")
class SwallowsErrors(ThreadPoolExecutor):
    """Says that the exceptions of the block have been handled."""

    def __exit__(self, *exc_info: object) -> Any:
        self.shutdown()
        return True


@mutant("CTX-04")
class WrapsErrors(ThreadPoolExecutor):
    """Raises an error of its own for those of the block."""

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> None:
        self.shutdown()
        if isinstance(error, Exception):
            raise RuntimeError("the block has failed") from error


@mutant("CTX-04")
class SwallowsInterruptions(ThreadPoolExecutor):
    """Takes an interruption for a wish to end the block."""

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> Any:
        self.shutdown()
        return isinstance(error, KeyboardInterrupt)


@mutant("CTX-05")
class RaisesTheErrorsOfCalls(ThreadPoolExecutor):
    """Asks each future for its result at the end of the block."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._accepted: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self._accepted.append(super().submit(fn, *args, **kwargs))
        return self._accepted[-1]

    def __exit__(self, *exc_info: object) -> None:
        self.shutdown()
        for future in self._accepted if exc_info[0] is None else ():
            future.result()
