"""Event loops for tests: a coroutine is run to its end, and what the loop complains of is kept."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from executor_conformance.adapter import Adapter

_T = TypeVar("_T")


class Bridge:
    """Runs coroutines in loops of their own, and makes futures of an executor awaitable."""

    asyncio = asyncio
    """For tests, which do not import it: it takes its time, and most clauses do without."""

    def __init__(self, adapter: Adapter):
        self._wrap_future = adapter.wrap_future
        self.complaints: list[str] = []

    def run(self, main: Callable[[], Coroutine[Any, Any, _T]]) -> _T:
        """Run a coroutine function in a new loop, in debug mode: misuse by threads raises."""

        async def run_watched() -> _T:
            loop = asyncio.get_running_loop()
            # Debug mode warns of slow callbacks; those of a test may wait.
            loop.slow_callback_duration = float("inf")
            loop.set_exception_handler(self._note)
            return await main()

        return asyncio.run(run_watched(), debug=True)

    def wrap(self, future: Any) -> asyncio.Future[Any]:
        """Return a future of the running loop for one of the executor."""
        awaitable: asyncio.Future[Any] = (self._wrap_future or asyncio.wrap_future)(future)
        return awaitable

    def start(self, executor: Any, fn: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:
        """Hand a call over from the running loop, and return its awaitable."""
        if self._wrap_future is not None:
            return self.wrap(executor.submit(fn, *args))
        return asyncio.get_running_loop().run_in_executor(executor, fn, *args)

    def told(self, future: Any) -> asyncio.Event:
        """Return what is set when those who listen to a future by now have heard that it is done.

        Callbacks are called in the order of registration, and so are those of the loop.
        """
        loop, told = asyncio.get_running_loop(), asyncio.Event()
        future.add_done_callback(lambda _: loop.call_soon_threadsafe(told.set))
        return told

    @contextmanager
    def loop_in_a_thread(self) -> Iterator[asyncio.AbstractEventLoop]:
        """Run a loop in another thread as long as the block lasts."""
        loops: list[asyncio.AbstractEventLoop] = []
        ready, over = threading.Event(), asyncio.Event()

        async def stay() -> None:
            loops.append(asyncio.get_running_loop())
            ready.set()
            await over.wait()

        thread = threading.Thread(target=self.run, args=(stay,), daemon=True)
        thread.start()
        ready.wait()
        try:
            yield loops[0]
        finally:
            loops[0].call_soon_threadsafe(over.set)
            thread.join()

    def _note(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.complaints.append(f"{context['message']}: {context.get('exception')!r}")
