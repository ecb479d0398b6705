"""The chapter on errors: executors whose worker has died."""

import os
from concurrent.futures import BrokenExecutor

import pytest

from executor_conformance import tasks
from executor_conformance.suite import verifies
from executor_conformance.suite.leftovers import shut_down_and_find_pending


@verifies("ERR-03")
def test_all_unfinished_calls_fail_when_a_worker_dies(make_executor, gates):
    first, never = gates(2)
    executor = make_executor()
    # With the status of a process that ends as it should.
    futures = [executor.submit(tasks.pass_gate_then_exit, first, 0)]
    futures += [executor.submit(tasks.pass_gate, never) for _ in range(5)]
    first.open()
    for future in futures:
        assert isinstance(future.exception(), BrokenExecutor)


@verifies("ERR-04")
def test_a_broken_executor_takes_no_calls(make_executor):
    executor = make_executor(max_workers=1)
    executor.submit(os._exit, 1).exception()
    with pytest.raises(BrokenExecutor):
        executor.submit(tasks.return_none)
    with pytest.raises(BrokenExecutor):
        list(executor.map(tasks.return_value, [1]))
    executor.shutdown(wait=True)
    with pytest.raises(BrokenExecutor):
        executor.submit(tasks.return_none)


@verifies("ERR-05")
def test_shutdown_of_a_broken_executor_ends_the_other_workers(make_executor, gate, census):
    executor = make_executor()
    workers = census(executor)
    executor.submit(tasks.start_then_pass_gate, gate, "held")
    gate.journal.wait_for("held started")
    executor.submit(os._exit, 1).exception()
    executor.shutdown(wait=True)
    assert workers.left() == [], "shutdown(wait=True) returned before these workers had ended"


@verifies("ERR-06")
def test_outcomes_from_before_a_worker_died_stay_as_they_were(make_executor):
    executor = make_executor(max_workers=1)
    succeeded = executor.submit(tasks.return_value, "value")
    failed = executor.submit(tasks.fail_with, ValueError("on purpose"))
    assert succeeded.result() == "value"
    assert repr(failed.exception()) == "ValueError('on purpose')"
    executor.submit(os._exit, 1).exception()
    executor.shutdown(wait=True)
    assert succeeded.result() == "value"
    assert repr(failed.exception()) == "ValueError('on purpose')"


@verifies("ERR-07", relies_on=("cancel",))
def test_calls_behind_a_cancelled_one_fail_when_a_worker_dies(
    make_executor, gates, helper, beyond_prefetch
):
    first, never = gates(2)
    executor = make_executor(max_workers=1)
    dying = executor.submit(tasks.pass_gate_then_exit, first, 1)
    waiting = [executor.submit(tasks.pass_gate, never) for _ in range(beyond_prefetch)]
    if not waiting[-2].cancel():
        pytest.skip("no waiting call could be cancelled")
    first.open()
    assert isinstance(dying.exception(), BrokenExecutor)
    pending = shut_down_and_find_pending(executor, waiting, helper)
    assert not pending, f"these of {len(waiting)} waiting calls are pending for ever: {pending}"
    assert waiting[-2].cancelled()
    assert isinstance(waiting[-1].exception(), BrokenExecutor)


@verifies("ERR-08")
def test_calls_that_fail_together_have_an_exception_each(make_executor, gates):
    first, others = gates(2)
    executor = make_executor()
    exiting = executor.submit(tasks.pass_gate_then_exit, first, 1)
    futures = [executor.submit(tasks.pass_gate, others) for _ in range(3)]
    first.open()
    errors = [exiting.exception()]
    # Where the calls of other workers go on, this lets them end.
    others.open()
    errors += [error for future in futures if (error := future.exception()) is not None]
    distinct = len({id(error) for error in errors})
    assert distinct == len(errors), f"{len(errors)} futures share {distinct} exceptions"
