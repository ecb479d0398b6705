"""Mutants of the chapter on initializers."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.registry import mutant

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.context import BaseContext


@mutant("INI-01")
class InitializesInTheSubmitter(ThreadPoolExecutor):
    """Runs the initializer where the executor is made."""

    def __init__(
        self,
        max_workers: int | None = None,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ):
        if initializer is not None:
            initializer(*initargs)
        super().__init__(max_workers)


@mutant("INI-01")
class InitializesTheFirstWorker(ThreadPoolExecutor):
    """Runs the initializer in one worker only."""

    def __init__(
        self,
        max_workers: int | None = None,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ):
        first = threading.Semaphore(1)

        def initialize_first(*values: Any) -> None:
            if initializer is not None and first.acquire(blocking=False):
                initializer(*values)

        super().__init__(max_workers, initializer=initialize_first, initargs=initargs)


@mutant("INI-01")
class InitializesWithTheSecondCall(ThreadPoolExecutor):
    """Runs the initializer in a worker after its first call."""

    def __init__(
        self,
        max_workers: int | None = None,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ):
        super().__init__(max_workers)
        self._initializer_given = partial(initializer, *initargs) if initializer else None
        self._here = threading.local()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        def call() -> Any:
            calls = self._here.calls = getattr(self._here, "calls", 0) + 1
            if calls == 2 and self._initializer_given is not None:
                self._initializer_given()
            return fn(*args, **kwargs)

        return super().submit(call)


def _in_background(initializer: Callable[..., object], *values: Any) -> None:
    threading.Thread(target=initializer, args=values).start()


@mutant("INI-01", kind="process")
class InitializesBesideTheFirstCall(ProcessPoolExecutor):
    """Starts the initializer in a thread of the worker, and goes on."""

    def __init__(
        self,
        max_workers: int | None = None,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ):
        beside = partial(_in_background, initializer) if initializer else None
        super().__init__(max_workers, initializer=beside, initargs=initargs)


@mutant("INI-01", kind="process")
class InitializesInTheParent(ProcessPoolExecutor):
    """Runs the initializer in the submitting process, whose state forked workers inherit."""

    def __init__(
        self,
        max_workers: int | None = None,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ):
        if initializer is not None:
            initializer(*initargs)
        super().__init__(max_workers)


class Initializing(ThreadPoolExecutor):
    """Does something else with its initializer."""

    def __init__(
        self,
        max_workers: int | None = None,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ):
        self._given = initializer
        super().__init__(
            max_workers,
            initializer=self._initialize_with if initializer else None,
            initargs=initargs,
        )

    def _initialize_with(self, *values: Any) -> None:
        raise NotImplementedError


@mutant("INI-02")
class InitializesForEachCall(ThreadPoolExecutor):
    """Runs the initializer before each call."""

    def __init__(
        self,
        max_workers: int | None = None,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ):
        super().__init__(max_workers)
        self._prepare = partial(initializer, *initargs) if initializer else int

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        def call() -> Any:
            self._prepare()
            return fn(*args, **kwargs)

        return super().submit(call)


@mutant("INI-02")
class TriesTheInitializer(ThreadPoolExecutor):
    """Runs the initializer where the executor is made, too, to see whether it works."""

    def __init__(
        self,
        max_workers: int | None = None,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ):
        if initializer is not None:
            initializer(*initargs)
        super().__init__(max_workers, initializer=initializer, initargs=initargs)


@mutant("INI-03")
class PassesTheTuple(Initializing):
    """Passes `initargs` as one argument to an initializer with room for it."""

    def _initialize_with(self, *values: Any) -> None:
        assert self._given is not None
        first, *rest = values
        self._given(first, tuple(rest))


@mutant("INI-04")
class SkipsWhatIsNotCallable(ThreadPoolExecutor):
    """Does without an initializer that it cannot call."""

    def __init__(
        self,
        max_workers: int | None = None,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ):
        usable = initializer if callable(initializer) else None
        super().__init__(max_workers, initializer=usable, initargs=initargs)


def _initialize_once(turn: Any, initializer: Callable[..., object], *values: Any) -> None:
    if turn.acquire(block=False):
        initializer(*values)


@mutant("INI-08", kind="process")
class PreparesTheFirstOnly(ProcessPoolExecutor):
    """Runs the initializer in the first workers, and not in their replacements."""

    def __init__(
        self,
        max_workers: int = 1,
        mp_context: BaseContext | None = None,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
        *,
        max_tasks_per_child: int | None = None,
    ):
        if initializer is not None:
            context = mp_context or multiprocessing.get_context()
            initargs = (context.Semaphore(max_workers), initializer, *initargs)
            initializer = _initialize_once
        super().__init__(
            max_workers, mp_context, initializer, initargs, max_tasks_per_child=max_tasks_per_child
        )
