"""What all executors have in common: `map`, the `with` statement, and that they are not copied."""

import concurrent.futures
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, NoReturn, ParamSpec, Self, TypeVar

from executor_reference.future import Future
from executor_reference.mapping import map_calls

P = ParamSpec("P")
T = TypeVar("T")


class BaseExecutor(concurrent.futures.Executor):
    """An executor that defines only `submit` and `shutdown`; the rest is built on these two.

    It derives from the standard library's class for `isinstance` alone, and inherits no behaviour.
    """

    # API-01, API-03: the same parameters in every executor; API-04: a class that derives from this
    # one and defines only `submit` has the rest; API-06: there is no constructor to be called;
    # ABS-06, ABS-07: no method takes just any keyword.

    def submit(  # type: ignore[override]  # our future is not derived from the standard library's
        self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Accept the call `fn(*args, **kwargs)`, and return the future of its outcome."""
        raise NotImplementedError  # SUB-14

    def map(
        self,
        fn: Callable[..., T],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,  # MAP-09: without a transport there are no chunks
        buffersize: int | None = None,
    ) -> Iterator[T]:
        """Call `fn` with the elements of the iterables, and return an iterator over the results.

        All calls are submitted before this returns, unless `buffersize` limits how many may be
        submitted ahead of the results taken. Results come in the order of the inputs. The iterator
        raises what a call raised, or `TimeoutError` if the next result is not available `timeout`
        seconds after this call; either ends it and cancels the calls that have not started.
        """
        self._check_open()
        # MAP-21, MAP-23, API-05: all calls go through `submit`
        return map_calls(self.submit, fn, zip(*iterables, strict=False), timeout, buffersize)

    def _check_open(self) -> None:
        """Raise what `submit` would raise, so that `map` over no input at all does so too."""
        # MAP-27

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # SHD-19
        """Accept no more calls. Executors that have workers wait for them, or cancel calls."""

    def __enter__(self) -> Self:
        return self  # CTX-01

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # CTX-03, CTX-04, CTX-05: the same whether the block raised or not, and nothing is raised
        self.shutdown(wait=True)  # CTX-02, CTX-06, API-06

    def __reduce__(self) -> NoReturn:
        # FUT-13, PRC-12: a copy would share half of the state and none of the workers
        raise TypeError("an executor cannot be copied or pickled")
