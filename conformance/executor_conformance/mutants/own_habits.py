"""Pools of threads with habits that the specification leaves to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from executor_conformance.mutants.own_future import OwnFuture, State
from executor_conformance.mutants.own_pool import Crew, OwnPool, Work

if TYPE_CHECKING:
    import weakref


class FutureThatCallsBackFirst(OwnFuture):
    """Wakes those who wait when its callbacks have returned."""

    def finish(self, value: Any = None, error: BaseException | None = None) -> None:
        """Set what the call came to."""
        with self._changed:
            if self.done():
                return
            self._value, self._error = value, error
            self._state = State.FINISHED
        self._call_back()
        with self._changed:
            self._changed.notify_all()


class CallsBackFirst(OwnPool):
    """Runs callbacks before it wakes those who wait for the call."""

    future_class = FutureThatCallsBackFirst


class PrefetchingCrew(Crew):
    """Hands each worker its next call while it is busy with another."""

    def _take(self, pool: weakref.ref[OwnPool]) -> Work | None:
        work = super()._take(pool)
        with self._changed:
            if work is not None and self._queue:
                # From now on it cannot be cancelled any more.
                self._queue[0].future.begin()
        return work

    def _drain(self) -> list[Work]:
        handed_over = [work for work in self._queue if work.future.running()]
        drained = [work for work in self._queue if not work.future.running()]
        self._queue.clear()
        if self._broken is not None:
            return [*handed_over, *drained]
        self._queue.extend(handed_over)
        return drained


class Prefetching(OwnPool):
    """Hands calls to its workers before these can begin with them."""

    crew_class = PrefetchingCrew


class FutureThatCancelsRunning(OwnFuture):
    """Can be cancelled while its call runs: what the call comes to is dropped."""

    def cancel(self) -> bool:
        """Cancel the call if it has not ended, and say whether it is cancelled."""
        with self._changed:
            running = self._state is State.RUNNING
            if running:
                self._state = State.CANCELLED
                self._changed.notify_all()
        if not running:
            return super().cancel()
        self._call_back()
        return True


class CancelsRunning(OwnPool):
    """Gives up a running call that is cancelled."""

    future_class = FutureThatCancelsRunning


class FutureThatCannotBeCancelled(OwnFuture):
    """Has no way back."""

    def cancel(self) -> bool:
        """Raise `NotImplementedError`."""
        raise NotImplementedError("calls cannot be cancelled")


class MakesAllCalls(OwnPool):
    """Makes all calls that it has accepted."""

    future_class = FutureThatCannotBeCancelled

    @staticmethod
    def drop(futures: list[OwnFuture]) -> None:
        """Leave alone the calls whose results nobody will ask `map` for."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls, and wait for all that there are."""
        super().shutdown(wait)


class CancelsAtShutdown(OwnPool):
    """Cancels at `shutdown` whatever waits, asked or not."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls, cancel those that wait, and wait for the others."""
        super().shutdown(wait, cancel_futures=True)
