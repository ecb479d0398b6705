"""Mutants of the chapter on processes."""

from __future__ import annotations

import contextlib
import importlib
import io
import multiprocessing
import os
import runpy
import sys
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.exit import UsesDaemonProcesses
from executor_conformance.mutants.futures import turn_into
from executor_conformance.mutants.registry import as_if_standard, mutant

if TYPE_CHECKING:
    from collections.abc import Callable


def _run_here(fn: Callable[..., Any], args: Any, kwargs: Any) -> Future[Any]:
    future: Future[Any] = Future()
    try:
        future.set_result(fn(*args, **kwargs))
    except Exception as error:
        future.set_exception(error)
    return future


@mutant("PRC-01", kind="process")
class RunsInThreads(ThreadPoolExecutor):
    """Is a pool of threads under the name of one of processes."""


@mutant("PRC-01", kind="process")
class RunsSomeInPlace(ProcessPoolExecutor):
    """Runs every fourth call in place, so that the submitting process is not idle."""

    _calls = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self._calls += 1
        if self._calls % 4:
            return super().submit(fn, *args, **kwargs)
        return _run_here(fn, args, kwargs)


@mutant("PRC-01", kind="process")
class RunsInPlaceForOneWorker(ProcessPoolExecutor):
    """Runs calls in place where there is only one worker."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers)
        self._single = max_workers == 1

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if self._single:
            return _run_here(fn, args, kwargs)
        return super().submit(fn, *args, **kwargs)


@mutant("PRC-02", kind="process")
class SharesGlobalsOfThreads(ThreadPoolExecutor):
    """Says that its threads are processes, and so lets calls change globals."""


def _with_globals(fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    value = fn(*args, **kwargs)
    module = vars(sys.modules[fn.__module__])
    numbers = {name: number for name, number in module.items() if type(number) is int}
    return value, fn.__module__, numbers


class _BringsGlobals(Future[Any]):
    def set_result(self, result: Any) -> None:
        value, module, numbers = result
        vars(sys.modules[module]).update(numbers)
        super().set_result(value)


@mutant("PRC-02", kind="process")
class BringsGlobalsBack(ProcessPoolExecutor):
    """Copies the globals that calls have changed back into the submitting process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return turn_into(_BringsGlobals, super().submit(_with_globals, fn, *args, **kwargs))


def _then_restored(fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    module = vars(sys.modules[fn.__module__])
    numbers = {name: number for name, number in module.items() if type(number) is int}
    try:
        return fn(*args, **kwargs)
    finally:
        module.update(numbers)


@mutant("PRC-03", kind="process")
class CleansUpAfterEachCall(ProcessPoolExecutor):
    """Sets the globals of a worker back after each call."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(_then_restored, fn, *args, **kwargs)


@mutant("PRC-17", kind="process")
class IgnoresTheContext(ProcessPoolExecutor):
    """Takes a context and uses the default one."""

    def __init__(self, max_workers: int | None = None, mp_context: Any = None):
        super().__init__(max_workers)


def _with_these_globals(
    module: str, numbers: dict[str, int], fn: Callable[..., Any], *args: Any, **kwargs: Any
) -> Any:
    vars(importlib.import_module(module)).update(numbers)
    return fn(*args, **kwargs)


@mutant("PRC-06", kind="process")
class CarriesGlobals(ProcessPoolExecutor):
    """Copies the globals of the submitting process into workers that were not forked."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        module = vars(sys.modules[fn.__module__])
        numbers = {name: number for name, number in module.items() if type(number) is int}
        return super().submit(_with_these_globals, fn.__module__, numbers, fn, *args, **kwargs)


@mutant("PRC-11", kind="process")
class HasDaemons(UsesDaemonProcesses):
    """Has daemonic workers, which must not start processes."""


_MARK = "EXECUTOR_CONFORMANCE_MUTANT_RAN_MAIN"


def _run_main(path: str | None) -> None:
    # Once: the workers of the executor that it makes must not go on like this for ever.
    if path is not None and _MARK not in os.environ:
        os.environ[_MARK] = "1"
        runpy.run_path(path, run_name="__main__")


@mutant("PRC-07", kind="process")
class RunsTheMainModule(ProcessPoolExecutor):
    """Runs the program's script in each worker, as if that were the program."""

    def __init__(self, max_workers: int | None = None):
        main = sys.modules["__main__"]
        path = getattr(main, "__file__", None) if main.__spec__ is None else None
        super().__init__(max_workers, initializer=_run_main, initargs=(path,))


def _captured(fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    with contextlib.redirect_stdout(io.StringIO()):
        return fn(*args, **kwargs)


@mutant("PRC-13", kind="process")
class CapturesOutput(ProcessPoolExecutor):
    """Keeps what calls print for itself."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(_captured, fn, *args, **kwargs)


def _printed_twice(fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        result = fn(*args, **kwargs)
    # As a buffer that a forked worker has inherited, and writes out once more.
    print(printed.getvalue() * 2, end="")
    return result


@mutant("PRC-13", kind="process")
class PrintsTwice(ProcessPoolExecutor):
    """Writes out what calls print, and writes it out again."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(_printed_twice, fn, *args, **kwargs)


def _rename_worker() -> None:
    multiprocessing.current_process().name = "worker"


@as_if_standard
@mutant("PRC-10", kind="process")
class NamesAllWorkersAlike(ProcessPoolExecutor):
    """Gives all its workers one name."""

    def __init__(self, max_workers: int | None = None):
        super().__init__(max_workers, initializer=_rename_worker)
