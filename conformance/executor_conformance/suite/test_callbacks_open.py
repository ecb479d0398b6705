"""The chapter on done-callbacks: what is left open, and is only looked at."""

import os
import threading

import pytest

from executor_conformance import tasks
from executor_conformance.suite import WITH_GATES, verifies
from executor_conformance.suite.preparing import cancel_or_skip, cancellable


@verifies("CBK-16", kinds=WITH_GATES)
def test_in_which_thread_a_callback_runs_after_a_call(executor, gate, calls, observe):
    future = executor.submit(tasks.pass_gate_then_tell_where, gate)
    future.add_done_callback(lambda _: calls(threading.get_ident()))
    gate.open()
    ran_in = future.result()
    [((thread,), _)] = calls.wait()
    if thread == threading.get_ident():
        observe("after a call: in the thread that waits for it")
    elif (os.getpid(), thread) == ran_in:
        observe("after a call: in the worker thread that ran it")
    else:
        observe("after a call: in another thread of the executor")


@verifies("CBK-16", kinds=WITH_GATES, relies_on=("cancel",))
def test_in_which_thread_a_callback_runs_after_a_cancellation(
    executor, gate, calls, beyond_prefetch, observe
):
    future = cancellable(executor, gate, beyond_prefetch)
    future.add_done_callback(lambda _: calls(threading.get_ident()))
    cancel_or_skip(future)
    gate.open()
    [((thread,), _)] = calls.wait()
    own = thread == threading.get_ident()
    where = "the thread that cancelled" if own else "another thread"
    observe(f"after a cancellation: in {where}")


@verifies("CBK-17", kinds=WITH_GATES, workers=2, counted=True)
def test_what_waits_for_a_slow_callback(adapter, executor, gates, latch, helper, calls, observe):
    if adapter.idle is not None:
        pytest.skip("needs callbacks that are not called in the thread that waits for them")
    call, callback = gates(2)
    future = executor.submit(tasks.pass_gate, call)
    future.add_done_callback(lambda _: (calls(), callback.wait()))
    call.open()
    calls.wait()
    others = [executor.submit(tasks.return_none)]
    if not helper.look_for(others[0].done):
        observe("the outcomes of all calls wait for it")
    else:
        both_workers = latch(2)
        others += [executor.submit(tasks.meet, both_workers) for _ in range(2)]
        if helper.look_for(lambda: all(other.done() for other in others)):
            observe("nothing waits for it")
        else:
            observe("the worker that ran the call waits for it")
    callback.open()
    for other in others:
        other.result()


@verifies("CBK-18", kinds=WITH_GATES)
def test_whether_callbacks_run_before_waiting_callers_are_released(
    executor, gates, helper, observe
):
    call, callback = gates(2)
    future = executor.submit(tasks.pass_gate, call)
    future.add_done_callback(lambda _: callback.wait())
    helper.act_once_blocked(call.open)
    # Long: on a busy machine, too, only callers that wait for the callback see the gate open.
    still_closed = helper.open_after_a_look(callback, looks=10)
    future.result()
    observe("waiting callers come first" if still_closed() else "callbacks come first")
    callback.open()
