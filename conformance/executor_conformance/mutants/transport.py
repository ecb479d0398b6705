"""Mutants of the chapter on processes: what crosses over."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import Pipe, Process
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable


@mutant("PRC-04", kind="process")
class PassesItsOwnObjects(ThreadPoolExecutor):
    """Says that its threads are processes, and gives them the caller's objects."""


def _and_arguments(fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    return fn(*args, **kwargs), args


def _bring_back(args: tuple[Any, ...], future: Future[Any], done: Future[Any]) -> None:
    error = done.exception()
    if error is not None:
        future.set_exception(error)
        return
    value, changed = done.result()
    for mine, theirs in zip(args, changed, strict=True):
        if isinstance(mine, list):
            mine[:] = theirs
    future.set_result(value)


@mutant("PRC-04", kind="process")
class BringsArgumentsBack(ProcessPoolExecutor):
    """Copies what a call has done to a list back into the caller's."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        future: Future[Any] = Future()
        call = super().submit(_and_arguments, fn, *args, **kwargs)
        call.add_done_callback(partial(_bring_back, args, future))
        return future


@mutant("PRC-05", kind="process")
class PicklesLater(ProcessPoolExecutor):
    """Is the standard library's, which pickles a call when a worker is to have it next."""


def _serve(pipe: Any) -> None:
    while (call := pipe.recv()) is not None:
        fn, args, kwargs = call
        try:
            pipe.send((fn(*args, **kwargs), None))
        except Exception as error:
            pipe.send((None, error))


class _ReadWhenAskedFor(Future[Any]):
    def __init__(self, read: Callable[[], object]):
        super().__init__()
        self._read = read

    def result(self, timeout: float | None = None) -> Any:
        while not self.done():
            self._read()
        return super().result(timeout)


@mutant("PRC-15", kind="process", shows=("hang",))
class WritesBeforeItReads(Executor):
    """Writes every call into the worker's pipe at once, and reads results when one is asked for."""

    def __init__(self) -> None:
        self._futures: deque[Future[Any]] = deque()
        self._pipe, theirs = Pipe()
        self._worker = Process(target=_serve, args=(theirs,), daemon=True)
        self._worker.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self._pipe.send((fn, args, kwargs))
        self._futures.append(_ReadWhenAskedFor(self._read))
        return self._futures[-1]

    def _read(self) -> None:
        value, error = self._pipe.recv()
        future = self._futures.popleft()
        future.set_result(value) if error is None else future.set_exception(error)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        while self._futures:
            self._read()
        self._worker.terminate()


class _Substitutes(Future[Any]):
    def exception(self, timeout: float | None = None) -> BaseException | None:
        error = super().exception(timeout)
        return error and self._substitute(error)

    def _substitute(self, error: BaseException) -> BaseException:
        return RuntimeError(f"the call failed: {error!r}")


class _StripsAttributes(_Substitutes):
    def _substitute(self, error: BaseException) -> BaseException:
        bare = BaseException.__new__(type(error), *error.args)
        bare.__cause__ = error.__cause__
        return bare


class _DropsTheCause(_Substitutes):
    def _substitute(self, error: BaseException) -> BaseException:
        error.__cause__ = None
        return error.with_traceback(None)


@mutant("PRC-08", kind="process")
class WrapsWhatWasRaised(ProcessPoolExecutor):
    """Gives every exception as one of a type of its own, with the text of the other."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_Substitutes, super().submit(fn, *args, **kwargs))


@mutant("PRC-08", kind="process")
class RebuildsFromArguments(ProcessPoolExecutor):
    """Makes exceptions anew from their types and arguments."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_StripsAttributes, super().submit(fn, *args, **kwargs))


@mutant("PRC-09", kind="process")
class LosesTheTraceback(ProcessPoolExecutor):
    """Gives exceptions without what tells where they were raised."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_DropsTheCause, super().submit(fn, *args, **kwargs))


class _Placeholder:
    """Stands for what cannot be pickled."""


def _portable(value: Any) -> Any:
    return _Placeholder() if isinstance(value, (Future, ProcessPoolExecutor)) else value


@mutant("PRC-12", kind="process")
class ReplacesWhatCannotBePickled(ProcessPoolExecutor):
    """Hands over an empty object in place of a future or an executor."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(fn, *map(_portable, args), **kwargs)
