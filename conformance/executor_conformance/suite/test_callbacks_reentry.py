"""The chapter on done-callbacks: those that use the executor again."""

import pytest

from executor_conformance import tasks
from executor_conformance.suite import WITH_GATES, verifies
from executor_conformance.suite.preparing import cancellable, error_of


@verifies("CBK-12", kinds=WITH_GATES, relies_on=("other_threads",))
def test_each_callback_submits_the_next_call(executor, gate, calls):
    still_to_come = iter(range(4, -1, -1))

    def go_on(future):
        # The next callbacks may have run before `submit_next` returns.
        left = next(still_to_come)
        error = error_of(submit_next) if left else None
        if error or not left:
            calls(error)

    def submit_next():
        executor.submit(tasks.return_none).add_done_callback(go_on)

    executor.submit(tasks.pass_gate, gate).add_done_callback(go_on)
    gate.open()
    [((error,), _)] = calls.wait()
    assert error is None, f"submit in a callback raised {error!r}"


@verifies("CBK-13", kinds=WITH_GATES, relies_on=("other_threads", "cancel"))
def test_callbacks_of_cancelled_calls_can_use_the_executor(
    make_executor, gate, helper, calls, beyond_prefetch
):
    executor = make_executor(max_workers=1)
    executor.submit(tasks.start_then_pass_gate, gate, "first")
    gate.journal.wait_for("first started")
    waiting = cancellable(executor, gate, beyond_prefetch)

    def use(future):
        refused = error_of(lambda: executor.submit(tasks.return_none))
        error_of(lambda: executor.shutdown(wait=False))
        calls(refused)

    waiting.add_done_callback(use)
    helper.open_once(gate, waiting.cancelled)
    executor.shutdown(wait=True, cancel_futures=True)
    [((refused,), _)] = calls.wait()
    assert isinstance(refused, RuntimeError), f"submit in a callback raised {refused!r}"


@verifies(
    "CBK-14", kinds=("thread", "green", "interpreter", "distributed"), relies_on=("other_threads",)
)
def test_callbacks_of_calls_that_a_failed_initializer_ends_can_submit(
    make_executor, gate, calls, profile
):
    if not profile.has("initializer"):
        pytest.skip("takes no initializer that could fail")
    executor = make_executor(
        max_workers=1,
        initializer=tasks.pass_gate_then_fail,
        initargs=(gate, ValueError("on purpose")),
    )
    future = executor.submit(tasks.return_none)
    future.add_done_callback(lambda _: calls(error_of(lambda: executor.submit(tasks.return_none))))
    gate.open()
    [((refused,), _)] = calls.wait()
    assert isinstance(refused, RuntimeError), f"submit in a callback raised {refused!r}"


@verifies("CBK-14", kinds=("process",), relies_on=("other_threads",))
def test_callbacks_of_calls_that_a_worker_takes_down_can_submit(
    make_executor, gate, calls, profile
):
    if not profile.has("crash_detection"):
        pytest.skip("does not notice that a worker has died")
    executor = make_executor(max_workers=1)
    future = executor.submit(tasks.pass_gate_then_end_process, gate)
    future.add_done_callback(lambda _: calls(error_of(lambda: executor.submit(tasks.return_none))))
    gate.open()
    [((refused,), _)] = calls.wait()
    assert isinstance(refused, RuntimeError), f"submit in a callback raised {refused!r}"
