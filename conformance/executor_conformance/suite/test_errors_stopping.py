"""The chapter on errors: workers that are stopped by force."""

from concurrent.futures import BrokenExecutor, CancelledError

from executor_conformance import tasks
from executor_conformance.suite import verifies


def fill(executor, gate, adapter, waiting):
    """Keep every worker busy behind a gate, with so many calls waiting; return the futures."""
    running = adapter.workers or 1
    futures = [
        executor.submit(tasks.start_then_pass_gate, gate, "call") for _ in range(running + waiting)
    ]
    gate.journal.wait_for("call started", running)
    return futures


def assert_settled(future):
    try:
        error = future.exception()
    except CancelledError:
        return
    assert isinstance(error, BrokenExecutor), f"it is neither cancelled nor broken: {error!r}"


@verifies("ERR-14", counted=True)
def test_terminate_workers_settles_every_future(make_executor, gate, adapter):
    executor = make_executor(max_workers=1)
    futures = fill(executor, gate, adapter, 5)
    executor.terminate_workers()
    for future in futures:
        assert_settled(future)


@verifies("ERR-14", counted=True)
def test_kill_workers_settles_every_future(make_executor, gate, adapter):
    executor = make_executor(max_workers=1)
    futures = fill(executor, gate, adapter, 5)
    executor.kill_workers()
    for future in futures:
        assert_settled(future)


def assert_nothing_starts_any_more(executor, gate, futures):
    """Wait until all is over; no call may have started but those that were running."""
    running = gate.journal.entries().count("call started")
    for future in futures:
        assert_settled(future)
    gate.open()
    executor.shutdown(wait=True)
    started = gate.journal.entries().count("call started")
    assert started == running, f"{started - running} calls have started after all was stopped"


@verifies("ERR-15", counted=True)
def test_nothing_starts_after_terminate_workers(make_executor, gate, adapter, beyond_prefetch):
    executor = make_executor(max_workers=1)
    futures = fill(executor, gate, adapter, beyond_prefetch)
    executor.terminate_workers()
    assert_nothing_starts_any_more(executor, gate, futures)


@verifies("ERR-15", counted=True)
def test_nothing_starts_after_kill_workers(make_executor, gate, adapter, beyond_prefetch):
    executor = make_executor(max_workers=1)
    futures = fill(executor, gate, adapter, beyond_prefetch)
    executor.kill_workers()
    assert_nothing_starts_any_more(executor, gate, futures)
