"""The process pool, with each start method."""

import gc
import math
import multiprocessing
import operator
import os
import signal
import subprocess
import threading
import time
import weakref
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest

from executor_reference import (
    BrokenProcessPool,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    as_completed,
    wait,
)

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the gates are FIFOs"),
    # Other tests of this process may have left it with several threads.
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning"),
]


@pytest.fixture(params=["fork", "forkserver", "spawn"])
def context(request):
    return multiprocessing.get_context(request.param)


@pytest.fixture
def fork():
    return multiprocessing.get_context("fork")


class Gate:
    """A call that reports that it has started, and is held until the gate is opened."""

    def __init__(self, path):
        os.mkfifo(path)
        self.call = (Path.read_text, path)
        self.path = path
        self.end = None

    def wait_for_start(self):
        self.end = self.path.open("w")  # until the call opens the other end

    def open(self):
        self.end.write("opened")
        self.end.close()

    def close(self):
        if self.end is not None:
            self.end.close()


@pytest.fixture
def gates(tmp_path):
    gates = [Gate(tmp_path / f"gate{number}") for number in range(3)]
    yield gates
    for gate in gates:
        gate.close()


@pytest.fixture
def gate(gates):
    return gates[0]


def hold(executor, gate):
    future = executor.submit(*gate.call)
    gate.wait_for_start()
    return future


def until(condition):
    while not condition():
        gc.collect()
        time.sleep(0.001)


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def in_thread(fn, *args, **kwargs):
    """Start `fn` in a thread; return an event that is set once it has returned."""
    returned = threading.Event()
    threading.Thread(target=lambda: (fn(*args, **kwargs), returned.set())).start()
    return returned


def descriptors():
    return len(os.listdir("/proc/self/fd"))


class Bomb:
    """What can be pickled, but not unpickled."""

    def __reduce__(self):
        return int, ("bomb",)


class Sealed:
    """What cannot be pickled."""

    def __reduce__(self):
        raise ValueError("sealed")


class TwoArgumentsError(Exception):
    def __init__(self, first, second):
        super().__init__(first)


def fail_with_two_arguments():
    raise TwoArgumentsError(1, 2)


def fail_sealed():
    raise ValueError(Sealed())


def return_bomb():
    return Bomb()


def nested():
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as executor:
        return executor.submit(os.getppid).result() == os.getpid()


def test_calls_run_in_other_processes(context):
    with ProcessPoolExecutor(2, context) as executor:
        future = executor.submit(os.getpid)
        assert isinstance(future, Future)
        assert future.result() != os.getpid()
        assert [executor.submit(pow, n, 2).result() for n in range(5)] == [0, 1, 4, 9, 16]
        assert executor.submit(dict, self=1, fn=2).result() == {"self": 1, "fn": 2}
        name = executor.submit(multiprocessing.current_process).exception()
        assert name is not None  # a process cannot be pickled, and this is known to the caller


def test_map(context):
    with ProcessPoolExecutor(2, context) as executor:
        for chunksize in (1, 3, 10, 20):
            results = executor.map(pow, range(10), [2] * 10, chunksize=chunksize)
            assert list(results) == [n * n for n in range(10)]
        assert list(executor.map(math.sqrt, [4, 9], buffersize=1)) == [2, 3]
        with pytest.raises(ValueError, match="invalid literal"):
            list(executor.map(int, ["1", "x"], chunksize=2))
        for chunksize in (0, -1):
            with pytest.raises(ValueError, match="chunksize"):
                executor.map(math.sqrt, [1], chunksize=chunksize)
        with pytest.raises(TypeError):
            executor.map(math.sqrt, [1], chunksize=1.5)


def test_a_closed_map_cancels_what_has_not_started(fork, gates, tmp_path):
    with ProcessPoolExecutor(1, fork) as executor:
        paths = [tmp_path / str(number) for number in range(5)]
        executor.submit(os.getpid).result()
        results = executor.map(os.mkdir, [paths[0]])
        assert next(results) is None
        hold(executor, gates[0])
        results = executor.map(os.mkdir, paths[1:], timeout=0)
        with pytest.raises(TimeoutError):
            next(results)
        gates[0].open()
    assert [path.exists() for path in paths] == [True] + [False] * 4


def test_the_traceback_comes_as_the_cause(context):
    with ProcessPoolExecutor(1, context) as executor:
        with pytest.raises(ValueError, match="invalid literal") as raised:
            executor.submit(int, "x").result()
        assert "Traceback" in str(raised.value.__cause__)
        error = executor.submit(operator.truediv, 1, 0).exception()
        assert type(error) is ZeroDivisionError


def test_a_call_may_raise_system_exit(context):
    with ProcessPoolExecutor(1, context) as executor:
        pid = executor.submit(os.getpid).result()
        assert isinstance(executor.submit(exit_type, 3).exception(), BaseException)
        assert executor.submit(os.getpid).result() == pid


exit_type = os.sys.exit


@pytest.mark.parametrize(
    "call",
    [
        (lambda: None,),
        (len, Sealed()),
        (len, threading.Lock()),
        (len, Future()),
        (len, ThreadPoolExecutor(1)),
        (len, Bomb()),
        (threading.Lock,),
        (5,),
    ],
    ids=["lambda", "sealed", "lock", "future", "executor", "bomb", "result", "not callable"],
)
def test_what_cannot_be_transported_fails_alone(context, call):
    with ProcessPoolExecutor(1, context) as executor:
        others = [executor.submit(os.getpid), executor.submit(os.getpid)]
        assert isinstance(executor.submit(*call).exception(), Exception)
        pids = {future.result() for future in [*others, executor.submit(os.getpid)]}
        assert len(pids) == 1


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (fail_with_two_arguments, TypeError, "fail_with_two_arguments"),
        (fail_sealed, Exception, "fail_sealed"),
        (return_bomb, ValueError, "bomb"),
    ],
)
def test_an_outcome_that_cannot_be_rebuilt_fails_alone(fork, call, error, text):
    with ProcessPoolExecutor(1, fork) as executor:
        pid = executor.submit(os.getpid).result()
        exception = executor.submit(call).exception()
        assert isinstance(exception, error)
        assert text in str(exception.__cause__)
        assert executor.submit(os.getpid).result() == pid


def test_unpicklable_calls_do_not_delay_shutdown(fork):
    for _ in range(5):
        executor = ProcessPoolExecutor(2, fork)
        futures = [executor.submit(lambda: None) for _ in range(10)]
        executor.shutdown(wait=True, cancel_futures=True)
        assert all(future.exception() for future in futures)


def test_large_data_in_both_directions(fork):
    data = os.urandom(1 << 20) * 8
    with ProcessPoolExecutor(2, fork) as executor:
        futures = [executor.submit(bytes, data) for _ in range(4)]
        assert all(future.result() == data for future in futures)


def test_arguments_are_fixed_by_submit(fork, gate):
    with ProcessPoolExecutor(1, fork) as executor:
        hold(executor, gate)
        argument = [1]
        future = executor.submit(list, argument)
        argument.append(2)
        gate.open()
        assert future.result() == [1]


def test_only_what_runs_is_running(fork, gates):
    with ProcessPoolExecutor(2, fork) as executor:
        running = [hold(executor, gate) for gate in gates[:2]]
        pending = [executor.submit(int) for _ in range(5)]
        assert all(future.running() for future in running)
        assert not any(future.running() for future in pending)
        assert not running[0].cancel()
        assert all(future.cancel() for future in pending)
        assert wait(pending).not_done == set()
        for gate in gates[:2]:
            gate.open()
    assert [future.result() for future in running] == ["opened", "opened"]


def test_a_free_worker_takes_the_next_call(context, gate):
    with ProcessPoolExecutor(2, context) as executor:
        hold(executor, gate)
        assert list(executor.map(operator.neg, range(10))) == [-n for n in range(10)]
        gate.open()


def test_all_workers_work_at_once(context, gates):
    with ProcessPoolExecutor(3, context) as executor:
        futures = [hold(executor, gate) for gate in gates]
        for gate in gates:
            gate.open()
        assert [future.result() for future in futures] == ["opened"] * 3


def test_workers_are_started_on_demand_unless_forked(context):
    forked = context.get_start_method() == "fork"
    with ProcessPoolExecutor(3, context) as executor:
        assert executor._crew.workers == []
        pids = {executor.submit(os.getpid).result() for _ in range(5)}
        assert len(executor._crew.workers) == (3 if forked else 1)
        assert forked or len(pids) == 1


def test_a_closed_executor_refuses(context):
    executor = ProcessPoolExecutor(1, context)
    executor.shutdown()
    with pytest.raises(RuntimeError, match="shut down"):
        executor.submit(int)
    with pytest.raises(RuntimeError, match="shut down"):
        executor.submit(lambda: None)
    with pytest.raises(RuntimeError, match="shut down"):
        executor.map(int, [])


def test_shutdown_waits_also_the_second_time(context, gate):
    with ProcessPoolExecutor(1, context) as executor:
        running = hold(executor, gate)
        pending = [executor.submit(os.getpid) for _ in range(3)]
        executor.shutdown(wait=False)
        closed = [in_thread(executor.shutdown) for _ in range(3)]
        assert not closed[0].wait(0.02)
        gate.open()
    assert running.done()
    pid = {future.result(0) for future in pending}.pop()
    assert all(event.wait(30) for event in closed)
    assert not alive(pid)


def test_cancel_futures_cancels_at_once_and_is_reported(fork, gate):
    executor = ProcessPoolExecutor(1, fork)
    running = hold(executor, gate)
    futures = [executor.submit(int) for _ in range(20)]
    errors = []

    def callback(future):
        try:
            executor.submit(int)
        except RuntimeError as error:
            errors.append(error)

    futures[0].add_done_callback(callback)
    iterator = as_completed(futures)
    executor.shutdown(wait=False)
    executor.shutdown(wait=False, cancel_futures=True)
    executor.shutdown(wait=False)
    assert all(future.cancelled() for future in futures)
    assert wait(futures) == (set(futures), set())
    assert set(iterator) == set(futures)
    assert len(errors) == 1
    gate.open()
    executor.shutdown()
    assert running.result() == "opened"


def test_after_a_cancellation_the_workers_end_by_themselves(context, gate):
    executor = ProcessPoolExecutor(1, context)
    pid = executor.submit(os.getpid).result()
    hold(executor, gate)
    executor.submit(int)
    executor.shutdown(wait=False, cancel_futures=True)
    gate.open()
    until(lambda: not alive(pid))


def test_a_callback_may_submit_but_not_wait_for_the_shutdown(fork):
    with ProcessPoolExecutor(1, fork) as executor:
        outcomes = []
        done = threading.Event()

        def callback(future):
            outcomes.append(executor.submit(int))
            try:
                executor.shutdown()
            except RuntimeError as error:
                outcomes.append(error)
            done.set()

        executor.submit(int).add_done_callback(callback)
        assert done.wait(30)
        assert outcomes[0].result() == 0
        assert isinstance(outcomes[1], RuntimeError)


@pytest.mark.parametrize("death", ["killed", "exited"])
def test_a_lost_worker_breaks_the_pool(context, gates, death):
    executor = ProcessPoolExecutor(2, context)
    finished = executor.submit(os.getpid)
    pid = finished.result()
    held = [hold(executor, gate) for gate in gates[:2]]
    pending = [executor.submit(os._exit, 3), *(executor.submit(int) for _ in range(5))]
    pending[2].cancel()
    refusals = []

    def callback(future):
        try:
            executor.submit(int)
        except BrokenExecutor as error:
            refusals.append(error)

    unfinished = [held[0], *pending[:2], *pending[3:]]
    for future in unfinished:
        future.add_done_callback(callback)
    if death == "killed":
        os.kill(pid, signal.SIGKILL)
    else:
        gates[1].open()
        assert held[1].result() == "opened"
    errors = [future.exception() for future in unfinished]
    assert all(type(error) is BrokenProcessPool for error in errors)
    assert len(set(map(id, errors))) == len(errors)
    assert f"exit code {3 if death == 'exited' else -9}" in str(errors[0])
    assert finished.result() == pid
    executor.shutdown()
    assert not alive(pid)
    assert len(refusals) == len(unfinished)
    with pytest.raises(BrokenProcessPool):
        executor.submit(int)
    with pytest.raises(BrokenProcessPool):
        executor.map(int, "1")


def test_the_loss_of_an_idle_worker_is_noticed(context):
    executor = ProcessPoolExecutor(1, context)
    os.kill(executor.submit(os.getpid).result(), signal.SIGKILL)
    until(lambda: executor._crew.broken)
    with pytest.raises(BrokenProcessPool):
        executor.submit(int)
    executor.shutdown()


def test_a_failing_initializer_breaks_the_pool(context, gate):
    command = f"cat '{gate.path}'; exit 3"
    executor = ProcessPoolExecutor(
        1, context, initializer=subprocess.check_output, initargs=(["sh", "-c", command],)
    )
    futures = [executor.submit(int) for _ in range(3)]
    gate.wait_for_start()
    gate.open()
    for future in futures:
        with pytest.raises(BrokenProcessPool, match="exit status 3"):
            future.result()
    with pytest.raises(BrokenProcessPool, match="exit status 3"):
        executor.submit(int)
    executor.shutdown()


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
def test_an_initializer_that_cannot_be_transported_is_refused_by_submit(method):
    context = multiprocessing.get_context(method)
    executor = ProcessPoolExecutor(1, context, initializer=len, initargs=(Sealed(),))
    for _ in range(2):
        with pytest.raises(ValueError, match="sealed"):
            executor.submit(int)
    executor.shutdown()


def test_the_initializer_runs_once_in_each_worker(context, tmp_path):
    path = tmp_path / "made by the initializer"
    with ProcessPoolExecutor(1, context, initializer=os.mkdir, initargs=(path,)) as executor:
        assert executor.submit(os.path.isdir, path).result()
        assert executor.submit(os.path.isdir, path).result()


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
def test_workers_are_replaced(method, tmp_path):
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(1, context, max_tasks_per_child=2) as executor:
        futures = [executor.submit(os.getpid) for _ in range(5)]
        executor.shutdown(wait=False)
        a, b, c, d, e = [future.result() for future in futures]
    assert a == b != c == d != e
    assert not any(alive(pid) for pid in (a, c, e))


def test_workers_are_replaced_only_if_they_can_be(fork):
    for value, error in [(0, ValueError), (-1, ValueError), (1.5, TypeError)]:
        with pytest.raises(error, match="max_tasks_per_child"):
            ProcessPoolExecutor(max_tasks_per_child=value)
    with pytest.raises(ValueError, match="fork"):
        ProcessPoolExecutor(1, fork, max_tasks_per_child=1)


class FailingContext:
    """A context that can start so many processes."""

    def __init__(self, number):
        self.context = multiprocessing.get_context("spawn")
        self.number = number

    def get_start_method(self):
        return "spawn"

    def Process(self, **kwargs):  # noqa: N802  # the name in multiprocessing
        if self.number == 0:
            raise OSError("no more processes")
        self.number -= 1
        return self.context.Process(**kwargs)


def test_a_worker_that_cannot_be_replaced_breaks_the_pool():
    executor = ProcessPoolExecutor(1, FailingContext(1), max_tasks_per_child=1)
    futures = [executor.submit(int) for _ in range(3)]
    assert futures[0].result() == 0
    for future in futures[1:]:
        with pytest.raises(BrokenProcessPool, match="no more processes"):
            future.result()
    executor.shutdown()


def test_fewer_workers_than_wanted_will_do(caplog):
    with ProcessPoolExecutor(3, FailingContext(1)) as executor:
        assert list(executor.map(operator.neg, range(10))) == [-n for n in range(10)]
    assert "no more processes" in caplog.text


def test_a_fork_that_fails_is_as_if_nothing_was_submitted(fork, monkeypatch):
    executor = ProcessPoolExecutor(2, fork)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fork", lambda: fail())
        with pytest.raises(OSError, match="no more"):
            executor.submit(int)
    assert executor.submit(int).result() == 0
    executor.shutdown()


def fail():
    raise OSError("no more")


@pytest.mark.parametrize(
    ("max_workers", "error"), [(0, ValueError), (-1, ValueError), (1.5, TypeError)]
)
def test_a_senseless_number_of_workers_is_refused(max_workers, error):
    with pytest.raises(error):
        ProcessPoolExecutor(max_workers)


def test_calls_may_start_processes(fork):
    with ProcessPoolExecutor(1, fork) as executor:
        assert executor.submit(nested).result() is True


def test_a_death_is_noticed_although_a_child_of_the_worker_lives_on(fork, gate):
    executor = ProcessPoolExecutor(1, fork)
    future = executor.submit(fork_and_die, gate.path)
    gate.wait_for_start()
    try:
        with pytest.raises(BrokenProcessPool):
            future.result(30)
    finally:
        gate.open()
    executor.shutdown()


def fork_and_die(path):
    if os.fork() == 0:
        path.read_text()
        os._exit(0)
    os.kill(os.getpid(), signal.SIGKILL)


def test_nothing_is_left_open(context):
    counts = []
    for _ in range(3):
        with ProcessPoolExecutor(2, context) as executor:
            list(executor.map(operator.neg, range(10)))
        del executor
        gc.collect()
        counts.append(
            (descriptors(), threading.active_count(), len(multiprocessing.active_children()))
        )
    assert counts[0] == counts[1] == counts[2]


def test_a_dropped_executor_finishes_its_calls_and_its_workers_end(context, gate):
    executor = ProcessPoolExecutor(1, context)
    pid = executor.submit(os.getpid).result()
    held = hold(executor, gate)
    pending = [executor.submit(os.getpid) for _ in range(5)]
    reference = weakref.ref(executor)
    del executor
    until(lambda: reference() is None)
    gate.open()
    assert held.result() == "opened"
    assert {future.result() for future in pending} == {pid}
    until(lambda: not alive(pid))


@pytest.mark.parametrize("stop", ["terminate_workers", "kill_workers"])
def test_workers_are_stopped_by_force(context, gate, stop):
    executor = ProcessPoolExecutor(1, context)
    pid = executor.submit(os.getpid).result()
    held = hold(executor, gate)
    pending = [executor.submit(os.getpid) for _ in range(3)]
    getattr(executor, stop)()
    assert all(future.cancelled() for future in pending)
    assert isinstance(held.exception(), BrokenProcessPool)
    with pytest.raises(RuntimeError):
        executor.submit(os.getpid)
    getattr(executor, stop)()
    executor.shutdown()
    assert not alive(pid)


def test_an_unused_pool_can_be_stopped_by_force(fork):
    executor = ProcessPoolExecutor(1, fork)
    executor.terminate_workers()
    with pytest.raises(RuntimeError, match="shut down"):
        executor.submit(os.getpid)
    executor.shutdown()


def test_a_task_can_resist_being_terminated_and_not_being_killed(fork, gate):
    executor = ProcessPoolExecutor(1, fork, signal.signal, (signal.SIGTERM, signal.SIG_IGN))
    held = hold(executor, gate)
    executor.terminate_workers()
    assert held.running()
    executor.kill_workers()
    assert isinstance(held.exception(), BrokenProcessPool)


def test_results_are_not_kept(fork):
    with ProcessPoolExecutor(1, fork) as executor:
        future = executor.submit(set)
        reference = weakref.ref(future.result())
        del future
        until(lambda: reference() is None)


def test_many_calls(fork):
    with ProcessPoolExecutor(2, fork) as executor:
        futures = [executor.submit(int) for _ in range(5000)]
        assert wait(futures).not_done == set()
