"""The thread pool."""

import contextvars
import gc
import logging
import os
import threading
import time
import weakref
from concurrent.futures import BrokenExecutor, CancelledError

import pytest

from executor_reference import BrokenThreadPool, Future, ThreadPoolExecutor, as_completed, wait


@pytest.fixture
def gate():
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def one(gate):
    """A pool of one worker."""
    executor = ThreadPoolExecutor(1)
    yield executor
    gate.set()
    executor.shutdown()


def hold(executor, gate):
    """Occupy a worker until the gate is opened; return when it is occupied, with the future."""
    started = threading.Event()
    future = executor.submit(lambda: (started.set(), gate.wait(30)))
    assert started.wait(30)
    return future


def until(condition):
    while not condition():
        gc.collect()
        time.sleep(0)


def in_thread(fn, *args, **kwargs):
    """Start `fn` in a thread; return an event that is set once it has returned."""
    returned = threading.Event()
    threading.Thread(target=lambda: (fn(*args, **kwargs), returned.set())).start()
    return returned


def capture(*args, **kwargs):
    return args, kwargs


def fail(*args):
    del args
    raise ValueError("error")


class Thing:
    pass


def test_the_call_is_the_submitted_one(one):
    future = one.submit(capture, 1, None, self=2, fn=3, args=4)
    assert isinstance(future, Future)
    assert future.result() == ((1, None), {"self": 2, "fn": 3, "args": 4})
    thing = Thing()
    assert one.submit(lambda x: x is thing, thing).result() is True


def test_submit_needs_a_callable(one):
    with pytest.raises(TypeError):
        one.submit()
    assert isinstance(one.submit(5).exception(), TypeError)
    assert one.submit(int).result() == 0


@pytest.mark.parametrize("max_workers", [0, -1])
def test_there_is_at_least_one_worker(max_workers):
    with pytest.raises(ValueError, match="max_workers"):
        ThreadPoolExecutor(max_workers)


@pytest.mark.parametrize("max_workers", [1.5, "2"])
def test_there_is_a_whole_number_of_workers(max_workers):
    with pytest.raises(TypeError):
        ThreadPoolExecutor(max_workers)


def test_all_workers_work_at_once_and_no_more():
    barrier = threading.Barrier(3)
    with ThreadPoolExecutor(3) as executor:
        threads = [
            executor.submit(lambda: barrier.wait(30) is not None and threading.get_ident())
            for _ in range(9)
        ]
        assert len({future.result() for future in threads}) == 3


def test_workers_are_started_for_calls_only(one, gate):
    before = threading.active_count()
    with ThreadPoolExecutor(5) as executor:
        assert threading.active_count() == before
        executor.submit(int).result()
        assert threading.active_count() == before + 1


def test_calls_start_in_order(one, gate):
    calls = []
    hold(one, gate)
    futures = [one.submit(calls.append, number) for number in range(50)]
    gate.set()
    wait(futures)
    assert calls == list(range(50))


def test_names():
    with ThreadPoolExecutor(2, "worker") as executor:
        barrier = threading.Barrier(2)
        futures = [
            executor.submit(lambda: (barrier.wait(30), threading.current_thread().name)[1])
            for _ in range(2)
        ]
        assert {future.result() for future in futures} == {"worker_0", "worker_1"}
    with ThreadPoolExecutor(1) as first, ThreadPoolExecutor(1) as second:
        names = [
            executor.submit(lambda: threading.current_thread().name).result()
            for executor in (first, second)
        ]
        assert names[0] != names[1]
        assert all(name.startswith("ThreadPoolExecutor-") for name in names)


@pytest.mark.parametrize(
    "error",
    [ValueError, SystemExit, KeyboardInterrupt, GeneratorExit, CancelledError, TimeoutError],
)
def test_whatever_a_call_raises_is_its_outcome(one, error):
    raised = error()

    def call():
        raise raised

    future = one.submit(call)
    assert future.exception() is raised
    assert future.done()
    assert not future.cancelled()
    assert one.submit(threading.get_ident).result() == one.submit(threading.get_ident).result()


def test_the_traceback_is_that_of_the_call(one):
    with pytest.raises(ValueError, match="error") as raised:
        one.submit(fail).result()
    assert raised.traceback[-1].name == "fail"


def test_a_user_who_drives_the_future_does_not_harm_the_worker(one, gate):
    hold(one, gate)
    calls = []
    future = one.submit(calls.append, 1)
    future.set_result("mine")
    gate.set()
    assert one.submit(int).result() == 0
    assert future.result() == "mine"
    assert calls == []


def test_a_callback_that_raises_a_base_exception_does_not_harm_the_worker(one, gate, caplog):
    def callback(future):
        raise SystemExit("from the callback")

    hold(one, gate).add_done_callback(callback)
    gate.set()
    assert one.submit(int).result() == 0
    assert "from the callback" in caplog.text


def test_cancelled_calls_never_run(one, gate):
    calls = []
    hold(one, gate)
    futures = [one.submit(calls.append, number) for number in range(10)]
    assert all(future.cancel() for future in futures)
    assert wait(futures).not_done == set()
    gate.set()
    one.shutdown()
    assert calls == []


def test_cancel_and_start_race_and_one_wins():
    calls = []
    with ThreadPoolExecutor(2) as executor:
        futures = {number: executor.submit(calls.append, number) for number in range(2000)}
        cancelled = {number for number, future in futures.items() if future.cancel()}
    assert cancelled.isdisjoint(calls)
    assert sorted(cancelled.union(calls)) == list(range(2000))


def test_a_closed_executor_refuses(one, gate):
    one.shutdown(wait=False)
    with pytest.raises(RuntimeError, match="shut down"):
        one.submit(int)
    one.shutdown()
    one.shutdown(wait=False, cancel_futures=True)


def test_shutdown_waits_for_all_calls_and_callbacks_also_the_second_time(one, gate):
    callback_gate = threading.Event()
    calls = []
    hold(one, gate)
    futures = [one.submit(calls.append, number) for number in range(10)]
    futures[-1].add_done_callback(lambda f: (callback_gate.wait(30), calls.append("callback")))
    one.shutdown(wait=False)
    closed = [in_thread(one.shutdown) for _ in range(3)]
    assert not closed[0].wait(0.02)
    gate.set()
    assert not closed[0].wait(0.02)
    callback_gate.set()
    assert all(event.wait(30) for event in closed)
    assert calls == [*range(10), "callback"]


def test_the_threads_have_ended_when_shutdown_returns():
    before = set(threading.enumerate())
    with ThreadPoolExecutor(4) as executor:
        list(executor.map(str, range(100)))
    assert set(threading.enumerate()) <= before


def test_cancel_futures_cancels_at_once_and_is_reported(one, gate):
    running = hold(one, gate)
    futures = [one.submit(int) for _ in range(20)]
    iterator = as_completed(futures)
    one.shutdown(wait=False)
    one.shutdown(wait=False, cancel_futures=True)
    one.shutdown(wait=False)
    assert all(future.cancelled() for future in futures)
    assert running.running()
    assert wait(futures) == (set(futures), set())
    assert set(iterator) == set(futures)
    with pytest.raises(RuntimeError):  # each was acknowledged
        futures[0].set_running_or_notify_cancel()
    gate.set()
    assert running.result() == (None, True)


def test_after_a_cancellation_the_workers_end_by_themselves(gate):
    before = set(threading.enumerate())
    executor = ThreadPoolExecutor(2)
    executor.submit(int).result()
    hold(executor, gate)
    executor.submit(int)
    executor.shutdown(wait=False, cancel_futures=True)
    gate.set()
    until(lambda: set(threading.enumerate()) <= before)


def test_a_concurrent_shutdown_waits_for_the_callbacks_of_a_cancellation(one, gate):
    holder = hold(one, gate)
    blocked, callback_gate = threading.Event(), threading.Event()
    one.submit(int).add_done_callback(lambda f: (blocked.set(), callback_gate.wait(30)))
    cancelling = in_thread(one.shutdown, wait=False, cancel_futures=True)
    assert blocked.wait(30)
    gate.set()
    holder.result()
    closed = in_thread(one.shutdown)
    assert not closed.wait(0.02)
    callback_gate.set()
    assert closed.wait(30)
    assert cancelling.wait(30)


@pytest.mark.parametrize("name", ["submit", "shutdown"])
def test_a_callback_of_a_cancellation_may_use_the_executor(one, gate, name):
    errors = []

    def callback(future):
        try:
            one.submit(int) if name == "submit" else one.shutdown()
        except RuntimeError as error:
            errors.append(error)

    hold(one, gate)
    one.submit(int).add_done_callback(callback)
    closed = in_thread(one.shutdown, wait=False, cancel_futures=True)
    assert closed.wait(30)
    assert len(errors) == 1


def test_a_call_that_shuts_down_and_waits_gets_an_error():
    executor = ThreadPoolExecutor(1)
    assert isinstance(executor.submit(executor.shutdown).exception(), RuntimeError)
    with pytest.raises(RuntimeError):
        executor.submit(int)
    executor.shutdown()


def test_a_submit_that_raised_never_runs(monkeypatch):
    calls = []
    with ThreadPoolExecutor(2) as executor:
        with monkeypatch.context() as patch:
            patch.setattr(threading.Thread, "start", fail)
            with pytest.raises(ValueError, match="error"):
                executor.submit(calls.append, 1)
        executor.submit(int).result()
    assert calls == []


def test_the_initializer_runs_in_each_worker_before_its_calls():
    local = threading.local()
    barrier = threading.Barrier(2)

    def initializer(first, second):
        local.value = first + second

    with ThreadPoolExecutor(2, initializer=initializer, initargs=(1, 2)) as executor:
        futures = [executor.submit(lambda: (barrier.wait(30), local.value)[1]) for _ in range(2)]
        assert [future.result() for future in futures] == [3, 3]
    with pytest.raises(TypeError, match="initializer"):
        ThreadPoolExecutor(initializer=5)


def test_a_failing_initializer_breaks_the_pool(caplog):
    gate = threading.Event()

    def initializer():
        gate.wait(30)
        fail()

    refusals = []

    def callback(future):
        try:
            executor.submit(int)
        except BrokenExecutor as error:
            refusals.append(error)

    executor = ThreadPoolExecutor(1, initializer=initializer)
    futures = [executor.submit(int) for _ in range(4)]
    futures[1].cancel()
    futures[0].add_done_callback(callback)
    with caplog.at_level(logging.CRITICAL, "concurrent.futures"):
        gate.set()
        errors = [futures[number].exception() for number in (0, 2, 3)]
    assert all(type(error) is BrokenThreadPool for error in errors)
    assert len(set(map(id, errors))) == 3
    executor.shutdown()
    assert len(refusals) == 1
    assert "ValueError: error" in caplog.text
    with pytest.raises(BrokenThreadPool):
        executor.submit(int)
    with pytest.raises(BrokenThreadPool):
        executor.map(int, "1")


def test_a_failing_initializer_does_not_disturb_running_calls(gate):
    inits = iter([None, fail])

    def initializer():
        if init := next(inits):
            init()

    executor = ThreadPoolExecutor(2, initializer=initializer)
    running = hold(executor, gate)
    with pytest.raises(BrokenThreadPool):
        executor.submit(int).result()
    gate.set()
    assert running.result() == (None, True)
    executor.shutdown()


@pytest.mark.parametrize("ending", ["result", "error", "cancelled"])
def test_calls_are_not_kept(one, gate, ending):
    thing = Thing()
    reference = weakref.ref(thing)
    if ending == "cancelled":
        hold(one, gate)
    future = one.submit(fail if ending == "error" else str, thing)
    del thing
    if ending == "cancelled":
        assert future.cancel()
    else:
        future.exception()
    until(lambda: reference() is None)


def test_results_are_not_kept(one):
    reference = weakref.ref(one.submit(Thing).result())
    until(lambda: reference() is None)


@pytest.mark.skipif(not hasattr(gc, "freeze"), reason="needs reference counting")
def test_a_failed_call_makes_no_cycle(one):
    gc.disable()
    try:
        future = one.submit(fail)
        with pytest.raises(ValueError, match="error"):
            future.result()
        reference = weakref.ref(future)
        del future
        one.shutdown()
        assert reference() is None
    finally:
        gc.enable()


def test_a_dropped_executor_finishes_its_calls_and_its_workers_end(gate):
    before = set(threading.enumerate())
    executor = ThreadPoolExecutor(2)
    hold(executor, gate)
    futures = [executor.submit(int) for _ in range(10)]
    reference = weakref.ref(executor)
    del executor
    until(lambda: reference() is None)
    gate.set()
    assert [future.result() for future in futures] == [0] * 10
    until(lambda: set(threading.enumerate()) <= before)


def test_dropping_the_future_drops_nothing_else(one):
    calls = []
    one.submit(int).add_done_callback(calls.append)
    gc.collect()
    one.shutdown()
    assert len(calls) == 1


def test_context_variables_of_the_submitter_can_be_passed_on(one):
    variable = contextvars.ContextVar("variable", default=None)
    variable.set("mine")
    assert one.submit(contextvars.copy_context().run, variable.get).result() == "mine"


def test_submit_races_with_shutdown_and_no_call_is_lost():
    for _ in range(50):
        executor = ThreadPoolExecutor(2)
        start = threading.Barrier(3)
        futures = []

        def submit(executor=executor, start=start, futures=futures):
            start.wait()
            try:
                while True:
                    futures.append(executor.submit(os.getpid))
            except RuntimeError:
                pass

        submitters = [threading.Thread(target=submit) for _ in range(2)]
        for thread in submitters:
            thread.start()
        start.wait()
        executor.shutdown()
        for thread in submitters:
            thread.join()
        assert all(future.done() for future in futures)


def test_a_hundred_thousand_calls(one, gate):
    hold(one, gate)
    futures = [one.submit(int) for _ in range(100_000)]
    assert len(wait(futures, 0).not_done) == 100_000
    gate.set()
    assert len(wait(futures).done) == 100_000
