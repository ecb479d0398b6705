"""The chapter on done-callbacks: those that raise."""

import functools

from executor_conformance import tasks
from executor_conformance.suite import WITH_GATES, verifies
from executor_conformance.suite.preparing import cancel_or_skip, cancellable, error_of


class Unruly(BaseException):
    """What only the one who raises it knows how to handle."""


def raising(error):
    """Return a callback that raises."""

    def callback(future):
        raise error

    return callback


@verifies("CBK-07", kinds=WITH_GATES)
def test_callbacks_behind_one_that_raises_are_called(executor, gate, calls):
    future = executor.submit(tasks.pass_gate_then_return, gate, "value")
    future.add_done_callback(raising(ValueError("in a callback")))
    future.add_done_callback(calls)
    gate.open()
    calls.wait()
    assert future.result() == "value", "the callback has changed the outcome"


@verifies("CBK-07", kinds=WITH_GATES)
def test_calls_are_carried_out_after_callbacks_have_raised(executor, gate):
    # As many as there are workers, all of which a callback that gets through could end.
    futures = [
        executor.submit(tasks.pass_gate_then_fail, gate, KeyError("in the call")) for _ in range(2)
    ]
    for future in futures:
        future.add_done_callback(raising(ValueError("in a callback")))
    gate.open()
    assert [repr(future.exception()) for future in futures] == ["KeyError('in the call')"] * 2
    assert executor.submit(tasks.return_value, "next").result() == "next"


@verifies("CBK-07", kinds=WITH_GATES, relies_on=("cancel",))
def test_cancel_does_not_raise_what_a_callback_raises(executor, gate, calls, beyond_prefetch):
    future = cancellable(executor, gate, beyond_prefetch)
    future.add_done_callback(raising(ValueError("in a callback")))
    future.add_done_callback(calls)
    cancel_or_skip(future)
    gate.open()
    calls.wait()


@verifies("CBK-07")
def test_a_callback_added_after_one_that_raised_is_called(executor, calls):
    future = executor.submit(tasks.return_value, "value")
    future.result()
    error_of(lambda: future.add_done_callback(raising(ValueError("in a callback"))))
    future.add_done_callback(calls)
    assert calls.wait() == [((future,), {})]
    assert future.result() == "value", "the callback has changed the outcome"


@verifies("CBK-08", kinds=WITH_GATES)
def test_what_a_callback_raises_is_logged(executor, gate, calls, logged):
    error = ValueError("raised in a callback before completion")
    future = executor.submit(tasks.pass_gate, gate)
    future.add_done_callback(raising(error))
    future.add_done_callback(lambda _: calls(logged.tells_of(error)))
    gate.open()
    [((told,), _)] = calls.wait()
    assert told, "when the next callback was called, no record of level ERROR told of the exception"


@verifies("CBK-08")
def test_what_a_callback_added_after_completion_raises_is_logged(executor, logged):
    error = ValueError("raised in a callback after completion")
    future = executor.submit(tasks.return_none)
    future.result()
    error_of(lambda: future.add_done_callback(raising(error)))
    assert logged.tells_of(error), "no record of level ERROR tells of the exception"


@verifies("CBK-09")
def test_add_done_callback_does_not_raise_what_the_callback_raises(executor):
    succeeded = executor.submit(tasks.return_none)
    failed = executor.submit(tasks.fail_with, KeyError("in the call"))
    succeeded.result()
    failed.exception()
    for future in (succeeded, failed):
        assert future.add_done_callback(raising(ValueError("in a callback"))) is None


@verifies("CBK-09", kinds=WITH_GATES, relies_on=("cancel",))
def test_add_done_callback_to_a_cancelled_call_does_not_raise(executor, gate, beyond_prefetch):
    future = cancellable(executor, gate, beyond_prefetch)
    cancel_or_skip(future)
    assert future.add_done_callback(raising(ValueError("in a callback"))) is None


@verifies("CBK-15")
def test_add_done_callback_does_not_raise_what_is_no_exception(executor):
    future = executor.submit(tasks.return_none)
    future.result()
    for callback in (raising(SystemExit("in a callback")), raising(Unruly("in a callback"))):
        raised = error_of(functools.partial(future.add_done_callback, callback))
        assert raised is None, f"add_done_callback raised {raised!r}"


@verifies("CBK-15", kinds=WITH_GATES, relies_on=("cancel",))
def test_cancel_does_not_raise_what_is_no_exception(executor, gate, calls, beyond_prefetch):
    future = cancellable(executor, gate, beyond_prefetch)
    future.add_done_callback(raising(SystemExit("in a callback")))
    future.add_done_callback(calls)
    raised = error_of(future.cancel)
    assert raised is None, f"cancel raised {raised!r}"
    # Called also if the cancellation was refused: the call ends then.
    gate.open()
    calls.wait()
