"""The chapter on concurrent use: executors that several threads use at the same time."""

from __future__ import annotations

import threading
import time
from functools import partial

from executor_conformance import tasks
from executor_conformance.suite import WITH_GATES, verifies
from executor_conformance.suite.crowd import Crowd
from executor_conformance.suite.preparing import error_of

IN_PROCESS = ("inline", "thread", "green")
IN_WORKERS = ("interpreter", "process", "distributed")


def submit_and_compare(executor, threads, calls):
    """Have threads submit calls, and compare the results with what was submitted."""

    def submit_all(thread):
        futures = [executor.submit(tasks.return_value, (thread, i)) for i in range(calls)]
        return [future.result() for future in futures]

    results = Crowd(partial(submit_all, thread) for thread in range(threads)).results()
    assert results == [[(thread, i) for i in range(calls)] for thread in range(threads)]


@verifies("CCY-01", kinds=IN_PROCESS, relies_on=("other_threads",))
def test_each_thread_gets_the_results_of_its_calls(executor):
    submit_and_compare(executor, threads=8, calls=50)


@verifies("CCY-01", kinds=IN_WORKERS, relies_on=("other_threads",))
def test_each_thread_gets_the_results_of_its_calls_from_workers(executor):
    # Workers that are forked are there before the threads are.
    executor.submit(tasks.return_none).result()
    submit_and_compare(executor, threads=6, calls=10)


def submit_until_refused(executor):
    """Submit calls until the executor refuses one; return the futures and the error."""
    futures = []

    def submit():
        for _ in range(50):
            futures.append(executor.submit(tasks.return_none))  # noqa: PERF401  # it may raise

    return futures, error_of(submit)


def submit_while_it_is_shut_down(executor, number):
    """Have threads submit calls during a shutdown, and look what has become of them."""
    executor.submit(tasks.return_none).result()
    crowd = Crowd([partial(submit_until_refused, executor)] * 3)
    # Each round a little later.
    time.sleep(number * 0.0001)
    executor.shutdown(wait=True)
    for futures, error in crowd.results():
        assert isinstance(error, RuntimeError | None), f"submit raised {error!r}"
        lost = [future for future in futures if not future.done()]
        assert not lost, f"{len(lost)} accepted calls had not ended when shutdown(wait=True) had"


@verifies("CCY-02", kinds=IN_PROCESS, relies_on=("other_threads",))
def test_no_call_is_lost_that_meets_a_shutdown(make_executor):
    for number in range(12):
        submit_while_it_is_shut_down(make_executor(), number)


@verifies("CCY-02", kinds=IN_WORKERS, relies_on=("other_threads",))
def test_no_call_is_lost_that_meets_a_shutdown_of_workers(make_executor):
    submit_while_it_is_shut_down(make_executor(), 10)


@verifies("CCY-07", kinds=WITH_GATES, relies_on=("other_threads", "waiting_spared"))
def test_several_shutdowns_at_once_return_when_the_calls_have_ended(make_executor, gate, helper):
    executor = make_executor()
    futures = [executor.submit(tasks.pass_gate_then_return, gate, i) for i in range(5)]

    def shut_down():
        executor.shutdown(wait=True)
        # What each of them has waited for.
        return [future.done() for future in futures]

    helper.act_once_blocked(gate.open)
    for outcome in Crowd([shut_down] * 3).outcomes():
        assert outcome == [True] * 5, f"one of three calls of shutdown(wait=True) gave {outcome}"


@verifies("CCY-07", kinds=("inline",), relies_on=("other_threads",))
def test_several_shutdowns_at_once_of_an_idle_executor_return(make_executor):
    outcomes = Crowd([partial(make_executor().shutdown, wait=True)] * 3).outcomes()
    assert outcomes == [None] * 3


def advance_twice(iterator, gate, helper):
    """Have two threads ask one iterator at the same time; return the value or error of each."""
    asked = threading.Event()
    first = Crowd([lambda: (asked.set(), next(iterator))[1]])
    asked.wait()
    # By then it has most likely begun to wait.
    time.sleep(0.005)
    # If the second may wait as well, a closed gate would keep both for good.
    helper.open_after_a_look(gate)
    error, value = None, None
    try:
        value = next(iterator)
    except Exception as refused:
        error = refused
    gate.open()
    return [*first.outcomes(), error or value]


@verifies("CCY-09", kinds=WITH_GATES, relies_on=("other_threads",))
def test_the_first_to_ask_an_iterator_of_map_gets_the_next_result(executor, gate, helper):
    results = executor.map(tasks.pass_gate_then_return, [gate] * 2, ["first", "second"])
    got = advance_twice(results, gate, helper)
    values = [value for value in got if not isinstance(value, Exception)]
    assert values in (["first"], ["first", "second"], ["second", "first"]), f"they got {got}"


@verifies("CCY-09", kinds=WITH_GATES, relies_on=("other_threads",))
def test_the_first_to_ask_as_completed_gets_the_next_future(executor, gate, as_completed, helper):
    futures = [executor.submit(tasks.pass_gate, gate) for _ in range(2)]
    got = advance_twice(iter(as_completed(futures)), gate, helper)
    values = [value for value in got if not isinstance(value, Exception)]
    assert values, f"both were refused: {got}"
    assert len({*values} & {*futures}) == len(values), f"they got {got}"
