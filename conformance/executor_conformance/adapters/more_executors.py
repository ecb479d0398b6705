"""more-executors: executors around another, which retry, throttle, time out or change the calls.

Written for more-executors 2.11. Each is judged around the package's own pool of threads, with
settings under which it hands on every call once and unchanged, as the specification demands.
"""

from __future__ import annotations

from importlib import metadata
from typing import Any

from more_executors import Executors

from executor_conformance.adapter import Adapter, Kind
from executor_conformance.deviations import of_package

VERSION = metadata.version("more-executors")
LONG = 3600.0
"""Seconds; no call of a test takes as long."""


class TransientError(Exception):
    """What a call is retried for. No call of a test raises it."""


def thread_pool(max_workers: int | None = None, **keywords: Any) -> Any:
    """Make the pool that the others stand around; it takes what that of the library takes."""
    return Executors.thread_pool(max_workers=max_workers, **keywords)


def retry(max_workers: int | None = None) -> Any:
    """Make an executor that repeats calls which failed with a `TransientError`."""
    return thread_pool(max_workers).with_retry(exception_base=TransientError)


def throttle(max_workers: int = 4) -> Any:
    """Make an executor that hands on at most `max_workers` calls at a time."""
    return thread_pool(max_workers).with_throttle(count=max_workers)


def timeout(max_workers: int | None = None) -> Any:
    """Make an executor that cancels calls which have waited too long."""
    return thread_pool(max_workers).with_timeout(LONG)


def mapped(max_workers: int | None = None) -> Any:
    """Make an executor that passes each result through a function, here one that keeps it."""
    return thread_pool(max_workers).with_map(lambda result: result)


def cancel_on_shutdown(max_workers: int | None = None) -> Any:
    """Make an executor whose `shutdown` cancels the calls that have not started."""
    return thread_pool(max_workers).with_cancel_on_shutdown()


def sync() -> Any:
    """Make an executor that makes each call before `submit` returns."""
    return Executors.sync()


def _adapter(make: Any, deviations: str, kind: Kind = Kind.THREAD, **fields: Any) -> Adapter:
    return Adapter(
        name=f"more_executors.{make.__name__}",
        make=make,
        kind=kind,
        version=VERSION,
        deviations=of_package(deviations),
        **fields,
    )


THREAD = _adapter(thread_pool, "more-thread")
RETRY = _adapter(retry, "more-retry")
THROTTLE = _adapter(throttle, "more-throttle")
TIMEOUT = _adapter(timeout, "more-timeout")
MAP = _adapter(mapped, "more-map")
CANCEL_ON_SHUTDOWN = _adapter(cancel_on_shutdown, "more-cancelling", cancels_at_shutdown=True)
SYNC = _adapter(sync, "more-inline", Kind.INLINE)
