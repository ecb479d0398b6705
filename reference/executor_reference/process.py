"""The process pool: what its callers see."""

import multiprocessing
import operator
import sys
import weakref
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from multiprocessing.context import BaseContext
from typing import Any, ParamSpec, TypeVar, cast

from executor_reference.base import BaseExecutor
from executor_reference.future import Future
from executor_reference.manager import ProcessCrew
from executor_reference.task import Task
from executor_reference.thread import processors
from executor_reference.transport import detach, dumps
from executor_reference.worker import run_chunk
from executor_reference.worker_handle import WorkerHandle

P = ParamSpec("P")
T = TypeVar("T")

# Windows waits for 63 handles at once, of which the pool needs one for itself.
MOST_WORKERS = 61 if sys.platform == "win32" else sys.maxsize


class ProcessPoolExecutor(BaseExecutor):
    """An executor that runs calls in other processes.

    It takes the greatest number of worker processes (by default the number of processors), the
    `multiprocessing` context that starts them, an initializer that each worker calls, with
    `initargs`, before its first call, and the number of calls after which a worker is replaced.
    The last needs another start method than fork, and means spawn if no context is given.

    Calls and outcomes are pickled, the call while it is submitted. With the fork start method all
    workers are started by the first `submit`, before the pool has a thread of its own; with the
    others a worker is started when there is a call and no worker for it.
    """

    def __init__(
        self,
        max_workers: int | None = None,
        mp_context: BaseContext | None = None,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
        *,
        max_tasks_per_child: int | None = None,
    ) -> None:
        if max_workers is None:
            max_workers = min(processors(), MOST_WORKERS)  # POO-06
        if not 1 <= operator.index(max_workers) <= MOST_WORKERS:
            raise ValueError(  # POO-05
                f"max_workers must be at least 1, and on Windows at most 61, not {max_workers}"
            )
        if initializer is not None and not callable(initializer):
            raise TypeError(f"initializer must be callable, not {initializer!r}")  # INI-04
        if mp_context is None:
            mp_context = multiprocessing.get_context(
                None if max_tasks_per_child is None else "spawn"
            )
        if max_tasks_per_child is not None:  # POO-11
            if not isinstance(max_tasks_per_child, int):
                raise TypeError(f"max_tasks_per_child must be an int, not {max_tasks_per_child!r}")
            if max_tasks_per_child < 1:
                raise ValueError(
                    f"max_tasks_per_child must be 1 or more, not {max_tasks_per_child}"
                )
            if mp_context.get_start_method() == "fork":  # POO-15
                raise ValueError(
                    "max_tasks_per_child needs another start method than fork: "
                    "a worker cannot be replaced by forking a program that has threads"
                )
        self._crew = ProcessCrew(
            max_workers, mp_context, initializer, initargs, max_tasks_per_child
        )
        # Once this executor is dropped, its workers finish the calls and end (LIF-06, LIF-07).
        weakref.finalize(self, self._crew.abandon).atexit = False

    def submit(  # type: ignore[override]  # see BaseExecutor
        self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Accept the call `fn(*args, **kwargs)`, and return the future of its outcome.

        What cannot be pickled makes the future fail. Raises `RuntimeError` after a shutdown, and
        `BrokenProcessPool` once a worker has died or could not be prepared.
        """
        try:
            # PRC-05: later changes to the arguments are not seen. PRC-15: of any size.
            task = Task(dumps((fn, args, kwargs)))  # SUB-03, SUB-04, SUB-12
        except Exception as error:  # ERR-10, PRC-12, SHD-16: nothing of it is ever queued
            self._check_open()
            task = Task(None)
            task.fail(detach(error))
        else:
            self._crew.accept(task)
        return task.future  # SUB-01, SUB-02, SUB-14, ORD-05, ORD-06, LIF-08

    def map(
        self,
        fn: Callable[..., T],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,
        buffersize: int | None = None,
    ) -> Iterator[T]:
        """Do as every executor does, but hand over `chunksize` calls at a time as one.

        Such a chunk is one task: the exception of one of its calls takes the place of all its
        results, and `buffersize` counts chunks.
        """
        if operator.index(chunksize) < 1:
            raise ValueError(f"chunksize must be at least 1, not {chunksize}")  # MAP-11
        arguments = zip(*iterables, strict=False)
        chunks = iter(lambda: tuple(islice(arguments, chunksize)), ())
        results = super().map(  # MAP-10, MAP-22, MAP-25
            partial(run_chunk, fn), chunks, timeout=timeout, buffersize=buffersize
        )
        return _flatten(cast("Generator[list[T], None, None]", results))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # SHD-21
        """Accept no more calls; wait until all accepted ones have ended, and the workers too.

        With `wait=False`, return at once; the accepted calls are executed all the same. With
        `cancel_futures`, cancel those that have not started.
        """
        self._crew.shutdown(wait, cancel_futures)

    def terminate_workers(self) -> None:
        """End the workers without waiting for their calls, whose futures then fail.

        Calls that have not started are cancelled, and the executor is shut down. Returns at once.
        A call whose process ignores being terminated goes on: see `kill_workers`.
        """
        self._crew.stop(WorkerHandle.terminate)

    def kill_workers(self) -> None:
        """Do what `terminate_workers` does, and leave the workers no chance to clean up."""
        self._crew.stop(WorkerHandle.kill)

    def _check_open(self) -> None:
        with self._crew.lock:
            self._crew.check_open()


def _flatten(results: Generator[list[T], None, None]) -> Generator[T, None, None]:
    with closing(results):  # MAP-12
        for chunk in results:
            chunk.reverse()
            while chunk:
                yield chunk.pop()  # LIF-04
