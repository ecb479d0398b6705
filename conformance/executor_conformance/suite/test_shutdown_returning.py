"""The chapter on `shutdown`: that it comes back, whoever calls it and whatever was submitted."""

import threading

import pytest

from executor_conformance import tasks
from executor_conformance.suite import WITH_GATES, verifies


def shut_down(executor, calls):
    """Call `shutdown(wait=True)`, and tell how that ended."""
    try:
        executor.shutdown(wait=True)
    except Exception as error:
        calls(repr(error))
    else:
        calls("returned")


@verifies("SHD-13", kinds=("inline", "thread", "green"), relies_on=("other_threads",))
def test_a_call_that_shuts_its_executor_down_comes_back(make_executor, calls):
    executor = make_executor()
    executor.submit(shut_down, executor, calls).result()
    assert len(calls.made()) == 1
    with pytest.raises(RuntimeError):
        executor.submit(tasks.return_none)


@verifies("SHD-13", kinds=WITH_GATES, relies_on=("other_threads",))
def test_a_callback_that_shuts_its_executor_down_comes_back(make_executor, gate, calls):
    executor = make_executor()
    future = executor.submit(tasks.pass_gate, gate)
    future.add_done_callback(lambda _: shut_down(executor, calls))
    gate.open()
    calls.wait()
    with pytest.raises(RuntimeError):
        executor.submit(tasks.return_none)


@verifies("SHD-16", relies_on=("waiting_spared",))
def test_shutdown_returns_though_calls_could_not_be_transported(make_executor):
    executor = make_executor()
    before = executor.submit(tasks.return_value, 1)
    failed = submit_what_cannot_be_transported(executor)
    executor.shutdown(wait=True)
    assert before.result() == 1
    assert all(future.done() for future in failed)


@verifies("SHD-16", relies_on=("cancel",))
def test_shutdown_that_cancels_returns_though_calls_could_not_be_transported(
    make_executor, profile
):
    if not profile.has("cancel_futures"):
        pytest.skip("needs the capability cancel_futures")
    executor = make_executor()
    failed = submit_what_cannot_be_transported(executor)
    for future in failed[:1]:
        future.exception()
    executor.shutdown(wait=True, cancel_futures=True)
    assert all(future.done() for future in failed)


def submit_what_cannot_be_transported(executor):
    """Submit ten calls with a lock, and return the futures of those that were accepted."""
    futures = []
    for _ in range(10):
        try:
            futures.append(executor.submit(tasks.return_value, threading.Lock()))
        except Exception:
            continue
    return futures
